// SPDX-License-Identifier: Apache-2.0
/**
 * Rows on their way into a table: columns that grow, their order, and the rules for bad rows. Shared by the tables of
 * ratings and of interactions.
 *
 * <p>No part of the API.
 */
@NullMarked
package io.github.warmstart.internal.rows;

import org.jspecify.annotations.NullMarked;
