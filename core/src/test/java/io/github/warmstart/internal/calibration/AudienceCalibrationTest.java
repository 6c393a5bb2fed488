// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.internal.calibration;

import static io.github.warmstart.fixture.Entries.at;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.warmstart.catalog.ItemCatalog;
import io.github.warmstart.fixture.World;
import io.github.warmstart.rating.RatingScale;
import io.github.warmstart.recommend.BiasModel;
import io.github.warmstart.recommend.BiasRecommender;
import io.github.warmstart.recommend.ItemPriors;
import io.github.warmstart.trust.Calibration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AudienceCalibrationTest {

    private static final AttributeCovariates NO_ATTRIBUTES = new AttributeCovariates(ItemCatalog.of(List.of()));
    /** Of no account where there are no first ratings. */
    private static final double SHIFT = 0.01;

    private static final double EXACT = 1e-9;

    private final World world = World.of(1, 600, 300, 20).build();
    private final BiasModel bias = new BiasRecommender().fit(world.table);
    private final SplittableRandom random = new SplittableRandom(7);

    private AudienceCalibration fit(IntToDoubleFunction signal) {
        Map<String, Double> signals = new LinkedHashMap<>();
        for (int item = 0; item < 300; item++) {
            signals.put("i" + item, World.SCALE.clamp(signal.applyAsDouble(item)));
        }
        return AudienceCalibration.fit(
                DirectEstimates.of(world.table, bias), Map.of(), signals, NO_ATTRIBUTES, SHIFT, World.SCALE);
    }

    /** Signals that are 0.6 too generous and spread the means by 0.8: the way back has the slope 1.25. */
    @Test
    void fit_biasedSignals_recoversOffsetAndSlope() {
        AudienceCalibration fit = fit(item -> 5.6 + 0.8 * (world.itemMeans[item] - 5) + 0.1 * random.nextGaussian());

        Calibration found = fit.summary(bias.noiseVariance());
        assertThat(found.pairs()).isEqualTo(300);
        assertThat(found.subjects()).isEqualTo(300);
        assertThat(found.offset()).isCloseTo(0.6, within(0.12));
        assertThat(found.slope()).isCloseTo(1.25, within(4 * found.slopeError() + 0.03));
        assertThat(found.informative()).isTrue();
        assertThat(found.assumed()).isFalse();
        // what is left is 0.1 x 1.25 of noise, and a share of the ten imagined items of 0.3
        assertThat(found.noiseVariance()).isLessThan(0.06);
        assertThat(found.effectiveRatings()).isCloseTo(bias.noiseVariance() / found.noiseVariance(), within(EXACT));
        fit.priors().forEach((itemId, prior) -> {
            double truth = world.itemMeans[Integer.parseInt(itemId.substring(1))];
            assertThat(prior.mean()).as(itemId).isCloseTo(truth, within(5 * Math.sqrt(prior.variance())));
        });
    }

    @Test
    void fit_noRatingsAtAll_isTheStatedPrior() {
        Map<String, Double> signals = new LinkedHashMap<>();
        signals.put("alien", 2.0);
        signals.put("brazil", 4.0);

        AudienceCalibration fit =
                AudienceCalibration.fit(Map.of(), Map.of(), signals, NO_ATTRIBUTES, SHIFT, RatingScale.of(1, 5));

        Calibration found = fit.summary(1);
        assertThat(found.pairs()).isZero();
        assertThat(found.assumed()).isTrue();
        assertThat(found.offset()).isCloseTo(0, within(EXACT));
        assertThat(found.slope()).isCloseTo(1, within(EXACT));
        assertThat(found.slopeError()).isCloseTo(0.25, within(EXACT));
        assertThat(found.noiseVariance()).isCloseTo(0.003 * 16, within(EXACT));
        assertThat(found.informative()).isTrue();
        ItemPriors.Prior alien = at(fit.priors(), "alien");
        assertThat(alien.mean()).isCloseTo(2, within(EXACT));
        // Student's t with 4 degrees of freedom, as a mixture of normals: without data its variance settles at 4 / (4 -
        // 0)
        // of the square of its scale, since (4 + 1) / (4 s^2 + v) = 1 / v at v = s^2
        assertThat(alien.variance())
                .isCloseTo(0.003 * 16 + Math.pow(0.04 * 4, 2) + Math.pow(0.25 * (2 - 3), 2), within(EXACT));
    }

    /** Two dozen signals, of which only some can be held against ratings. */
    @ParameterizedTest
    @CsvSource({"0, true", "9, true", "10, false", "24, false"})
    void fit_fewRatedItems_isCalledAssumed(int rated, boolean assumed) {
        Map<String, Double> signals = new LinkedHashMap<>();
        Map<String, DirectEstimates.Mean> means = new LinkedHashMap<>();
        for (int item = 0; item < 24; item++) {
            signals.put("i" + item, 2 + item / 12.0);
            if (item < rated) {
                means.put("i" + item, new DirectEstimates.Mean(2 + item / 12.0, 0.1));
            }
        }

        Calibration found = AudienceCalibration.fit(
                        means, Map.of(), signals, NO_ATTRIBUTES, SHIFT, RatingScale.of(1, 5))
                .summary(1);

        assertThat(found.pairs()).isEqualTo(rated);
        assertThat(found.assumed()).isEqualTo(assumed);
        assertThat(found.effectiveRatings()).isCloseTo(1 / found.noiseVariance(), within(EXACT));
    }

    @Test
    void fit_noise_findsNoSlope() {
        Calibration found = fit(item -> 5 + 0.9 * random.nextGaussian()).summary(bias.noiseVariance());

        assertThat(found.slope()).isCloseTo(0, within(0.2));
        assertThat(found.informative()).isFalse();
    }

    @Test
    void fit_reversedSignals_areNotInformative() {
        Calibration found = fit(item -> 10 - world.itemMeans[item]).summary(bias.noiseVariance());

        assertThat(found.slope()).isCloseTo(-1, within(0.1));
        assertThat(found.informative()).isFalse();
    }

    /** A constant says nothing of items: the slope stays what it was thought to be, and every prior is the same. */
    @Test
    void fit_oneSignalForAll_givesAllTheMeanOfTheItems() {
        AudienceCalibration fit = fit(item -> 7);

        Calibration found = fit.summary(bias.noiseVariance());
        assertThat(found.slope()).isCloseTo(1, within(EXACT));
        assertThat(found.slopeError()).isCloseTo(0.25, within(EXACT));
        assertThat(found.offset()).isCloseTo(2, within(0.25));
        assertThat(found.noiseVariance()).isCloseTo(0.81, within(0.2));
        assertThat(fit.priors().values()).containsOnly(at(fit.priors(), "i0"));
    }

    @Test
    void priors_beyondTheEnds_areOnTheScale() {
        AudienceCalibration strict = AudienceCalibration.fit(
                Map.of("a", new DirectEstimates.Mean(5, 0.01), "b", new DirectEstimates.Mean(4.9, 0.01)),
                Map.of(),
                Map.of("a", 4.0, "b", 4.0, "c", 5.0),
                NO_ATTRIBUTES,
                SHIFT,
                RatingScale.of(1, 5));
        assertThat(at(strict.priors(), "c").mean()).isEqualTo(5);
    }
}
