// SPDX-License-Identifier: Apache-2.0
/** Ratings from CSV files. */
@NullMarked
package io.github.warmstart.rating.csv;

import org.jspecify.annotations.NullMarked;
