// SPDX-License-Identifier: Apache-2.0
/** Types that a host names when it uses the client: keys, options, listeners, exceptions, batch stores. */
@NullMarked
package io.github.warmstart.openai.api;

import org.jspecify.annotations.NullMarked;
