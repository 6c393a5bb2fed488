// SPDX-License-Identifier: Apache-2.0
/** Limits on what a warm start may spend, and prices in money. */
@NullMarked
package io.github.warmstart.budget;

import org.jspecify.annotations.NullMarked;
