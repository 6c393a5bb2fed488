// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.internal.exposure;

/**
 * Fitted parameters of an exposure model.
 *
 * @param slope the exponent {@code b} of the answers: 1 where they are right as they are, 0 where they say nothing
 * @param logSize {@code a}: how far counts follow the answers, as the logarithm of a number of choices, at the mean answer
 * @param sizeSlope {@code c}: how much more firmly they follow where the answer is greater
 */
public record ExposureParameters(double slope, double logSize, double sizeSlope) {}
