// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.internal.checks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.warmstart.rating.RatingScale;
import io.github.warmstart.signal.Origin;
import io.github.warmstart.signal.SignalKind;
import io.github.warmstart.signal.SyntheticSignal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class RetestAgreementTest {

    private static final RatingScale STARS = RatingScale.of(0.5, 5, 0.5);
    private static final Origin ORIGIN = new Origin("test", "test", "", "", Instant.EPOCH);

    @Test
    void of_fourPairs_givesTheFiguresWorkedByHand() {
        // differences 0.5, 0, -1, 0.5: mean 0, squares 1.5, so the deviation is sqrt(1.5 / 3)
        RetestAgreement figures = RetestAgreement.of(audience(3, 4, 5, 2), audience(3.5, 4, 4, 2.5), STARS);

        assertThat(figures.pairs()).isEqualTo(4);
        assertThat(figures.meanDifference().orElseThrow()).isEqualTo(0, within(1e-12));
        assertThat(figures.deviation().orElseThrow()).isEqualTo(Math.sqrt(0.5), within(1e-12));
        // sxx = 5, syy = 1.5, sxy = 2.5
        assertThat(figures.correlation().orElseThrow()).isEqualTo(2.5 / Math.sqrt(7.5), within(1e-12));
        assertThat(figures.moved().orElseThrow()).isEqualTo(0.75, within(1e-12));
    }

    @Test
    void of_answersAStepApartInDecimals_countsThemAsMoved() {
        assertThat(RetestAgreement.of(audience(3.3, 4.1), audience(3.8, 4.5), STARS)
                        .moved()
                        .orElseThrow())
                .isEqualTo(0.5);
    }

    @Test
    void of_scaleWithoutSteps_usesATenthOfItsLength() {
        assertThat(RetestAgreement.of(audience(1, 2, 3), audience(1.4, 2.39, 3.1), RatingScale.of(1, 5))
                        .moved()
                        .orElseThrow())
                .isEqualTo(1.0 / 3, within(1e-12));
    }

    @Test
    void of_noPair_hasNoFigure() {
        RetestAgreement figures = RetestAgreement.of(audience(3, 4), List.of(), STARS);

        assertThat(figures.pairs()).isZero();
        assertThat(figures.meanDifference()).isEmpty();
        assertThat(figures.deviation()).isEmpty();
        assertThat(figures.correlation()).isEmpty();
        assertThat(figures.moved()).isEmpty();
    }

    @Test
    void of_oneOrTwoPairs_omitFiguresThatNeedMore() {
        RetestAgreement one = RetestAgreement.of(audience(3), audience(4), STARS);
        RetestAgreement two = RetestAgreement.of(audience(3, 4), audience(4, 4), STARS);

        assertThat(one.meanDifference()).hasValue(1);
        assertThat(one.moved()).hasValue(1);
        assertThat(one.deviation()).isEmpty();
        assertThat(two.deviation()).isPresent();
        assertThat(two.correlation()).isEmpty();
    }

    @Test
    void of_constantAnswers_haveNoCorrelation() {
        assertThat(RetestAgreement.of(audience(3.7, 3.7, 3.7, 3.7), audience(3, 4, 5, 2), STARS)
                        .correlation())
                .isEmpty();
    }

    @Test
    void of_otherSubjectsAndKinds_areNotPaired() {
        List<SyntheticSignal> ann = List.of(user("ann", "a", 3), user("ann", "b", 4));
        List<SyntheticSignal> bob = List.of(user("bob", "a", 3), user("ann", "b", 5));

        assertThat(RetestAgreement.of(ann, bob, STARS).pairs()).isEqualTo(1);
        assertThat(RetestAgreement.of(ann, audience(1, 2), STARS).pairs()).isZero();
    }

    @Test
    void of_severalAnswersToOneQuestion_areAveraged() {
        List<SyntheticSignal> twice = new ArrayList<>(audience(2));
        twice.addAll(audience(4));

        assertThat(RetestAgreement.of(twice, audience(3.5), STARS).meanDifference())
                .hasValue(0.5);
    }

    @Test
    void of_noisyRepeats_recoversTheSimulatedNoise() {
        SplittableRandom random = new SplittableRandom(7);
        double[] first = new double[5000];
        double[] again = new double[5000];
        for (int item = 0; item < first.length; item++) {
            double truth = 3 + 0.3 * random.nextGaussian();
            first[item] = truth + 0.2 * random.nextGaussian();
            again[item] = truth + 0.1 + 0.2 * random.nextGaussian();
        }
        RetestAgreement figures = RetestAgreement.of(audience(first), audience(again), RatingScale.of(-9, 9));

        assertThat(figures.meanDifference().orElseThrow()).isEqualTo(0.1, within(0.02));
        assertThat(figures.deviation().orElseThrow() / Math.sqrt(2)).isEqualTo(0.2, within(0.01));
        // reliability: 0.09 / (0.09 + 0.04)
        assertThat(figures.correlation().orElseThrow()).isEqualTo(0.09 / 0.13, within(0.03));
    }

    private static List<SyntheticSignal> audience(double... values) {
        List<SyntheticSignal> signals = new ArrayList<>();
        for (double value : values) {
            signals.add(new SyntheticSignal(
                    SignalKind.AUDIENCE,
                    Optional.empty(),
                    Character.toString('a' + signals.size()),
                    value,
                    Set.of(),
                    ORIGIN));
        }
        return signals;
    }

    private static SyntheticSignal user(String userId, String itemId, double value) {
        return new SyntheticSignal(SignalKind.USER, Optional.of(userId), itemId, value, Set.of(), ORIGIN);
    }
}
