// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.internal.checks;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.warmstart.fixture.Signals;
import io.github.warmstart.quality.Diversity;
import io.github.warmstart.rating.RatingScale;
import io.github.warmstart.signal.SignalKind;
import io.github.warmstart.signal.SyntheticSignal;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class DiversityAlarmTest {

    private static final RatingDiversity NO_RATINGS = new RatingDiversity(
            RatingScale.of(-100, 100),
            OptionalDouble.empty(),
            OptionalDouble.empty(),
            OptionalDouble.empty(),
            OptionalDouble.empty());
    private static final int TIMES = 2000;

    /** Draws one signal of spread about 1. */
    @FunctionalInterface
    interface Draw {
        double from(SplittableRandom random);
    }

    static Stream<Arguments> distributions() {
        List<Arguments> all = new ArrayList<>();
        for (int signals : new int[] {20, 60, 200}) {
            all.add(Arguments.of("normal", signals, (Draw) SplittableRandom::nextGaussian));
            all.add(Arguments.of("uniform", signals, (Draw) random -> random.nextDouble() * 3.46));
            // mostly 4, sometimes 3 or 5, rarely 1
            all.add(Arguments.of("skewed stars", signals, (Draw) random -> {
                double chance = random.nextDouble();
                return chance < 0.05 ? 1 : chance < 0.3 ? 3 : chance < 0.75 ? 4 : 5;
            }));
            // Student's t with 5 degrees of freedom
            all.add(Arguments.of("heavy tails", signals, (Draw) random -> {
                double squares = 0;
                for (int k = 0; k < 5; k++) {
                    double normal = random.nextGaussian();
                    squares += normal * normal;
                }
                return random.nextGaussian() / Math.sqrt(squares / 5);
            }));
        }
        return all.stream();
    }

    @ParameterizedTest(name = "{0}, {1} signals")
    @MethodSource("distributions")
    void trips_spreadUnchanged_neverByChance(String shape, int signals, Draw draw) {
        assertThat(alarms(signals, draw, 1)).as(shape).isZero();
    }

    @ParameterizedTest(name = "{0}, {1} signals")
    @MethodSource("distributions")
    void trips_spreadJustHalved_rarely(String shape, int signals, Draw draw) {
        assertThat(alarms(signals, draw, DiversityAlarm.MIN_SPREAD_SHARE))
                .as(shape)
                .isLessThanOrEqualTo(TIMES / 100);
    }

    @ParameterizedTest(name = "{0}, {1} signals")
    @MethodSource("distributions")
    void trips_spreadATenth_nearlyAlways(String shape, int signals, Draw draw) {
        assertThat(alarms(signals, draw, 0.1)).as(shape).isGreaterThan(95 * TIMES / 100);
    }

    @Test
    void trips_collapse_namesBothSpreads() {
        DiversityAlarm alarm = new DiversityAlarm();
        assertThat(alarm.trips(alternating(40, 1))).isEmpty();
        assertThat(alarm.trips(alternating(40, 0.8))).isEmpty();

        assertThat(alarm.trips(alternating(40, 0.2)))
                .hasValue(
                        "diversity alarm: the spread of audience signals fell from 1.013 in the first round to 0.203, below 50 % of it");
        assertThat(alarm.trips(alternating(40, 0.9)))
                .as("the first round remains the reference")
                .isEmpty();
    }

    @Test
    void trips_oneValueForAll_requiresThirtySignals() {
        assertThat(new DiversityAlarm().trips(alternating(29, 0))).isEmpty();
        assertThat(new DiversityAlarm().trips(alternating(30, 0)))
                .hasValue("diversity alarm: all 30 audience signals have one value");
    }

    @Test
    void trips_constantPerUserAfterVariation_isACollapse() {
        DiversityAlarm alarm = new DiversityAlarm();
        assertThat(alarm.trips(users(true))).isEmpty();
        assertThat(alarm.trips(users(false))).isPresent();
        assertThat(new DiversityAlarm().trips(users(false)))
                .as("nothing to compare with")
                .isEmpty();
    }

    @Test
    void trips_otherKind_isNoReference() {
        DiversityAlarm alarm = new DiversityAlarm();
        assertThat(alarm.trips(alternating(40, 50))).isEmpty();

        assertThat(alarm.trips(users(true))).isEmpty();
    }

    @Test
    void trips_fewSignals_areNeitherReferenceNorAlarm() {
        DiversityAlarm alarm = new DiversityAlarm();
        assertThat(alarm.trips(alternating(19, 50))).isEmpty();
        assertThat(alarm.trips(alternating(40, 1)))
                .as("the first with enough is the reference")
                .isEmpty();
        assertThat(alarm.trips(alternating(19, 0.01))).isEmpty();
    }

    @Test
    void trips_earlierRuns_areTheReference() {
        DiversityAlarm alarm = new DiversityAlarm(List.of(alternating(40, 1), alternating(40, 0.1)));

        assertThat(alarm.trips(alternating(40, 0.2))).isPresent();
        assertThat(alarm.trips(alternating(40, 1))).isEmpty();
    }

    /** Signals that alternate between {@code height} above and below 0. */
    private static Diversity alternating(int signals, double height) {
        double[] values = new double[signals];
        for (int position = 0; position < signals; position++) {
            values[position] = position % 2 == 0 ? height : -height;
        }
        return audience(values);
    }

    /** Five users with eight signals each, a different mean per user, with or without variation. */
    private static Diversity users(boolean vary) {
        List<SyntheticSignal> signals = new ArrayList<>();
        for (int position = 0; position < 40; position++) {
            int user = position % 5;
            signals.add(Signals.user("u" + user, "i" + position, user + (vary && position % 2 == 0 ? 1 : 0)));
        }
        return NO_RATINGS.compare(SignalKind.USER, signals).orElseThrow();
    }

    /** Number of alarms in {@value #TIMES} rounds whose spread is {@code share} of the first round's. */
    private static int alarms(int signals, Draw draw, double share) {
        SplittableRandom random = new SplittableRandom(signals);
        int alarms = 0;
        for (int time = 0; time < TIMES; time++) {
            DiversityAlarm alarm = new DiversityAlarm();
            assertThat(alarm.trips(round(signals, draw, 1, random))).isEmpty();
            alarms += alarm.trips(round(signals, draw, share, random)).isPresent() ? 1 : 0;
        }
        return alarms;
    }

    private static Diversity round(int signals, Draw draw, double factor, SplittableRandom random) {
        double[] values = new double[signals];
        for (int position = 0; position < signals; position++) {
            values[position] = factor * draw.from(random);
        }
        return audience(values);
    }

    private static Diversity audience(double... values) {
        List<SyntheticSignal> signals = new ArrayList<>();
        for (double value : values) {
            signals.add(Signals.audience("i" + signals.size(), value));
        }
        return NO_RATINGS.compare(SignalKind.AUDIENCE, signals).orElseThrow();
    }
}
