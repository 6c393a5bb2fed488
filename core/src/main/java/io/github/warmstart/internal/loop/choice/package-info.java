// SPDX-License-Identifier: Apache-2.0
/** The loop of a warm start from interactions: what to ask about choices, and asking it. Not part of the API. */
@NullMarked
package io.github.warmstart.internal.loop.choice;

import org.jspecify.annotations.NullMarked;
