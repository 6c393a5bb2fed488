// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.internal.checks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.warmstart.fixture.Signals;
import io.github.warmstart.quality.Diversity;
import io.github.warmstart.rating.Rating;
import io.github.warmstart.rating.RatingScale;
import io.github.warmstart.rating.RatingSource;
import io.github.warmstart.rating.table.PseudoRating;
import io.github.warmstart.rating.table.RatingTable;
import io.github.warmstart.signal.SignalKind;
import io.github.warmstart.signal.SyntheticSignal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class DiversityTest {

    private static final RatingScale STARS = RatingScale.of(1, 5);
    private static final RatingDiversity REAL_RATINGS = new RatingDiversity(
            STARS, OptionalDouble.of(0.5), OptionalDouble.of(0.05), OptionalDouble.of(2), OptionalDouble.of(0.2));
    private static final RatingDiversity NO_RATINGS = new RatingDiversity(
            STARS, OptionalDouble.empty(), OptionalDouble.empty(), OptionalDouble.empty(), OptionalDouble.empty());

    @Test
    void of_audienceSignals_givesTheFiguresWorkedByHand() {
        Diversity figures = of(SignalKind.AUDIENCE, REAL_RATINGS, audience(1, 3, 3, 5));

        assertThat(figures.signals()).isEqualTo(4);
        assertThat(figures.freedom()).isEqualTo(3);
        assertThat(figures.spread()).isEqualTo(Math.sqrt(8.0 / 3), within(1e-12));
        assertThat(figures.spreadRatio().orElseThrow()).isEqualTo(2 * Math.sqrt(8.0 / 3), within(1e-12));
        assertThat(figures.tailShare()).isEqualTo(0.5);
        assertThat(figures.realTailShare()).hasValue(0.05);
        assertThat(figures.distinct()).isEqualTo(3);
        assertThat(figures.commonest()).isEqualTo(0.5);
        // kurtosis 4 * 32 / 64 = 2, which counts as 3
        assertThat(figures.spreadError()).isEqualTo(Math.sqrt(2.0 / 3) / 2, within(1e-12));
    }

    @Test
    void of_userSignals_takesTheSpreadWithinUsers() {
        List<SyntheticSignal> signals = List.of(
                Signals.user("ann", "a", 4),
                Signals.user("ann", "b", 5),
                Signals.user("bob", "a", 1),
                Signals.user("bob", "b", 2),
                Signals.user("cid", "a", 3));
        Diversity figures = of(SignalKind.USER, REAL_RATINGS, signals);

        assertThat(figures.freedom()).isEqualTo(2);
        assertThat(figures.spread()).isEqualTo(Math.sqrt(0.5), within(1e-12));
        assertThat(figures.spreadRatio().orElseThrow()).isEqualTo(Math.sqrt(0.5) / 2, within(1e-12));
    }

    @Test
    void of_heavyTails_hasALargerSpreadError() {
        List<SyntheticSignal> heavy = audience(3, 3, 3, 3, 3, 3, 3, 3, 3, 5);
        List<SyntheticSignal> even = audience(1, 5, 1, 5, 1, 5, 1, 5, 1, 5);

        assertThat(of(SignalKind.AUDIENCE, NO_RATINGS, heavy).spreadError())
                .isGreaterThan(1.5 * of(SignalKind.AUDIENCE, NO_RATINGS, even).spreadError());
    }

    @Test
    void of_tails_includeTheirInnerBounds() {
        RatingScale six = RatingScale.of(0, 6);
        assertThat(RatingDiversity.inTail(six, 1)).isTrue();
        assertThat(RatingDiversity.inTail(six, 1.01)).isFalse();
        assertThat(RatingDiversity.inTail(six, 4.99)).isFalse();
        assertThat(RatingDiversity.inTail(six, 5)).isTrue();
    }

    @Test
    void of_tooFewOfEverything_hasNoNaN() {
        Diversity one = of(SignalKind.AUDIENCE, NO_RATINGS, audience(3));

        assertThat(one.spread()).isZero();
        assertThat(one.spreadError()).isFinite();
        assertThat(one.spreadRatio()).isEmpty();
        assertThat(one.realTailShare()).isEmpty();
        assertThat(REAL_RATINGS.compare(SignalKind.USER, audience(3))).isEmpty();
        assertThat(one.inWords()).isEqualTo("spread 0.00; tail share 0.0 %; 1 distinct values, most common one 100 %");
    }

    @Test
    void of_inexactConstants_haveNoSpread() {
        // the mean of 0.1, 0.1, 0.1 is 0.10000000000000002
        assertThat(of(SignalKind.AUDIENCE, NO_RATINGS, audience(3.7, 3.7, 3.7, 3.7, 3.7, 3.7))
                        .spread())
                .isZero();
    }

    @Test
    void inWords_allFigures_readsLikeThis() {
        assertThat(of(SignalKind.AUDIENCE, REAL_RATINGS, audience(1, 3, 3, 5)).inWords())
                .isEqualTo(
                        "spread 1.63, 3.27 of real ratings'; tail share 50.0 %, real ratings 5.0 %; 3 distinct values, most common one 50 %");
    }

    @Test
    void real_simulatedRatings_findsTheirSpreads() {
        SplittableRandom random = new SplittableRandom(3);
        List<Rating> ratings = new ArrayList<>();
        double[] quality = new double[400];
        Arrays.setAll(quality, item -> 0.4 * random.nextGaussian());
        for (int user = 0; user < 300; user++) {
            double generosity = 0.8 * random.nextGaussian();
            for (int item = 0; item < quality.length; item++) {
                if (random.nextInt(7) > 0) {
                    continue;
                }
                double value = quality[item] + generosity + 0.9 * random.nextGaussian();
                ratings.add(new Rating("u" + user, "i" + item, value, null));
            }
        }
        RatingTable table = RatingTable.read(RatingSource.of(RatingScale.of(-9, 9), ratings));
        RatingDiversity real = RatingDiversity.of(table);

        // with 43 ratings an item, the variance of its mean is 0.02; without it, the spread would be underestimated
        assertThat(real.meanSpread().orElseThrow()).isEqualTo(0.4, within(0.04));
        assertThat(real.ratingSpread().orElseThrow()).isEqualTo(Math.sqrt(0.16 + 0.81), within(0.02));
        assertThat(real.ratingTails()).hasValue(0);
    }

    @Test
    void real_pseudoRatings_areLeftOut() {
        RatingTable table = someRatings();
        List<PseudoRating> extremes = new ArrayList<>();
        for (int item = 0; item < 30; item++) {
            extremes.add(new PseudoRating("ghost", "i" + item, item % 2 == 0 ? 1 : 5, 1));
        }

        assertThat(RatingDiversity.of(table.plus(extremes))).isEqualTo(RatingDiversity.of(table));
    }

    @Test
    void real_fewRatings_hasNoFigures() {
        RatingDiversity real =
                RatingDiversity.of(RatingTable.read(RatingSource.of(STARS, List.of(new Rating("u", "i", 3, null)))));

        assertThat(real).isEqualTo(NO_RATINGS);
    }

    private static RatingTable someRatings() {
        SplittableRandom random = new SplittableRandom(5);
        List<Rating> ratings = new ArrayList<>();
        for (int user = 0; user < 30; user++) {
            for (int item = 0; item < 30; item++) {
                ratings.add(new Rating("u" + user, "i" + item, 1 + random.nextInt(5), null));
            }
        }
        return RatingTable.read(RatingSource.of(STARS, ratings));
    }

    private static Diversity of(SignalKind kind, RatingDiversity real, List<SyntheticSignal> signals) {
        return real.compare(kind, signals).orElseThrow();
    }

    private static List<SyntheticSignal> audience(double... values) {
        List<SyntheticSignal> signals = new ArrayList<>();
        for (double value : values) {
            signals.add(Signals.audience("i" + signals.size(), value));
        }
        return signals;
    }
}
