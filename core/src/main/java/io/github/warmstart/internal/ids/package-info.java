// SPDX-License-Identifier: Apache-2.0
/**
 * Dense numbers for the ids of an application, shared by the tables of ratings and of interactions.
 *
 * <p>No part of the API.
 */
@NullMarked
package io.github.warmstart.internal.ids;

import org.jspecify.annotations.NullMarked;
