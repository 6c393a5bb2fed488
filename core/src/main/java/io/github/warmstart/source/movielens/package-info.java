// SPDX-License-Identifier: Apache-2.0
/** Ratings, choices and titles in a MovieLens folder. */
@NullMarked
package io.github.warmstart.source.movielens;

import org.jspecify.annotations.NullMarked;
