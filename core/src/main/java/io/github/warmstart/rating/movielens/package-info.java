// SPDX-License-Identifier: Apache-2.0
/** Ratings and titles from a MovieLens folder. */
@NullMarked
package io.github.warmstart.rating.movielens;

import org.jspecify.annotations.NullMarked;
