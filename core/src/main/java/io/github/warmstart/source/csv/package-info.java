// SPDX-License-Identifier: Apache-2.0
/** Sources of ratings and of interactions in CSV files. */
@NullMarked
package io.github.warmstart.source.csv;

import org.jspecify.annotations.NullMarked;
