// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.examples.evaluation.setup;

import java.util.Optional;

/**
 * What results say about the data.
 *
 * @param kind {@code ratings} or {@code interactions}
 * @param ratings ratings or interactions in all
 * @param warmRatings those of warm users
 * @param catalogItems items of the catalogue
 * @param coldUsers users who are judged
 * @param scale of the ratings; empty for interactions
 */
public record DatasetFacts(
        String kind, int ratings, int warmRatings, int catalogItems, int coldUsers, Optional<String> scale) {}
