// SPDX-License-Identifier: Apache-2.0
/** Immutable, columnar table of ratings with id maps and sorted access by user and item, and its builder. */
@NullMarked
package io.github.warmstart.rating.table;

import org.jspecify.annotations.NullMarked;
