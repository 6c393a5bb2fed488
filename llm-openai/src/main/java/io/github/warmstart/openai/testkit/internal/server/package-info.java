// SPDX-License-Identifier: Apache-2.0
/** HTTP server of the fake provider. Not part of the API. */
@NullMarked
package io.github.warmstart.openai.testkit.internal.server;

import org.jspecify.annotations.NullMarked;
