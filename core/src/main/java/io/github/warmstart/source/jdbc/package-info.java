// SPDX-License-Identifier: Apache-2.0
/** Sources of ratings and of interactions in a database table or query. */
@NullMarked
package io.github.warmstart.source.jdbc;

import org.jspecify.annotations.NullMarked;
