// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.internal.exposure;

/**
 * Fitted parameters of an exposure model.
 *
 * @param slope the exponent {@code b} of the answers: 1 for proportional answers, 0 for uninformative ones
 * @param logSize {@code a}: logarithm of the precision of the answers in choices, at the mean answer
 * @param sizeSlope {@code c}: increase of the log precision with the log answer
 */
public record ExposureParameters(double slope, double logSize, double sizeSlope) {}
