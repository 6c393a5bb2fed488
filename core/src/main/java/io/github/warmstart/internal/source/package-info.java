// SPDX-License-Identifier: Apache-2.0
/**
 * Rules by which a row of a file or a query becomes a rating or an interaction. Shared by the readers of every medium.
 *
 * <p>No part of the API.
 */
@NullMarked
package io.github.warmstart.internal.source;

import org.jspecify.annotations.NullMarked;
