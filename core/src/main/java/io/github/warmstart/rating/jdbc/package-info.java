// SPDX-License-Identifier: Apache-2.0
/** Ratings from a database table or query. */
@NullMarked
package io.github.warmstart.rating.jdbc;

import org.jspecify.annotations.NullMarked;
