// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.signal;

import io.github.warmstart.catalog.Item;

/**
 * A rating that a generator is shown as evidence of a user's taste.
 *
 * @param item what was rated
 * @param value the rating, on the scale of the request
 */
public record KnownRating(Item item, double value) {}
