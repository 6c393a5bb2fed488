// SPDX-License-Identifier: Apache-2.0
/** A shop that knows purchases alone, or nothing but its catalogue and a few newcomers. Start with {@code ShopStart}. */
@NullMarked
package io.github.warmstart.examples.shop;

import org.jspecify.annotations.NullMarked;
