// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.statistics;

/**
 * Statistical power of a comparison: the size of a gain that the one-sided 95 % test would detect.
 *
 * <p>With {@code SE} the standard error of the change, a true gain {@code g} is detected with probability
 * {@code Phi(g / SE - z(0.95))} (Cohen 1988, section 2.2, with the normal distribution), so that
 * {@code (z(0.95) + z(0.80)) SE}, about two and a half standard errors, is detected four times in five: the minimal
 * detectable effect of Bloom (1995). A comparison that detects nothing does not exclude smaller gains.
 *
 * <p>Worked example: an interval from -4 % to +2 % has {@code SE} = 6 % / 3.92 = 1.53 %; a gain of 2.486 SE = 3.81 %
 * would have been detected four times in five, and one of 1 %, the observed gain, 16 times in a hundred.
 *
 * @param standardError of the change, as a part of the error before: the width of the two-sided 95 % interval divided by
 *     {@code 2 z(0.975)}; NaN if the interval is not finite
 * @param detectableGain the gain that is detected four times in five, as a part of the error before
 * @param atGainSeen the probability of detecting a gain as large as the observed one; it is a function of the p value
 *     and adds nothing to it (Hoenig and Heisey 2001). 0 to 1
 * @see <a href="https://doi.org/10.1177/0193841X9501900504">Bloom: Minimum Detectable Effects (1995)</a>
 * @see <a href="https://doi.org/10.1198/000313001300339897">Hoenig, Heisey: The Abuse of Power (2001)</a>
 */
public record Power(double standardError, double detectableGain, double atGainSeen) {

    /** Quantiles of the normal distribution. */
    private static final double Z80 = 0.8416212335729143;

    private static final double Z95 = 1.6448536269514722;
    private static final double Z975 = 1.959963984540054;

    /**
     * The power of a comparison.
     *
     * @param trial the comparison
     * @return its power; every figure is NaN if the interval is not finite
     */
    public static Power of(PairedBootstrap trial) {
        double error = (trial.high() - trial.low()) / (2 * Z975);
        if (!Double.isFinite(error) || !Double.isFinite(trial.change())) {
            return new Power(Double.NaN, Double.NaN, Double.NaN);
        }
        return new Power(error, (Z95 + Z80) * error, chance(-trial.change(), error));
    }

    /**
     * The probability of detecting a gain.
     *
     * @param gain the true gain, as a part of the error before; negative if it is a loss
     * @return 0 to 1; NaN if the standard error is
     */
    public double at(double gain) {
        return chance(gain, standardError);
    }

    private static double chance(double gain, double error) {
        if (error == 0) {
            return gain > 0 ? 1 : 0;
        }
        return Normal.cumulative(gain / error - Z95);
    }
}
