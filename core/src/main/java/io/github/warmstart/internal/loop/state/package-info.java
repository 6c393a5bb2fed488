// SPDX-License-Identifier: Apache-2.0
/** Options, input and accumulated state of one run. Not part of the API. */
@NullMarked
package io.github.warmstart.internal.loop.state;

import org.jspecify.annotations.NullMarked;
