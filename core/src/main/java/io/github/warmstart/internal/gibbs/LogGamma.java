// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.internal.gibbs;

/**
 * Logarithm of the gamma function, by Stirling's series after raising the argument to 8 or more. The error is below
 * 1e-10.
 *
 * @see <a href="https://dlmf.nist.gov/5.11">NIST Digital Library of Mathematical Functions, 5.11.1</a>
 */
final class LogGamma {

    private static final double HALF_LOG_TWO_PI = 0.9189385332046728;

    private LogGamma() {}

    static double of(double x) {
        double product = 1;
        double z = x;
        while (z < 8) {
            product *= z;
            z += 1;
        }
        double inverse = 1 / (z * z);
        double series =
                (1.0 / 12 - inverse * (1.0 / 360 - inverse * (1.0 / 1260 - inverse * (1.0 / 1680 - inverse / 1188))))
                        / z;
        return (z - 0.5) * StrictMath.log(z) - z + HALF_LOG_TWO_PI + series - StrictMath.log(product);
    }
}
