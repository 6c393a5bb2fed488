// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.choice.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.warmstart.rating.Rating;
import io.github.warmstart.rating.RatingScale;
import io.github.warmstart.rating.RatingSource;
import io.github.warmstart.rating.table.RatingTable;
import io.github.warmstart.recommend.BiasRecommender;
import io.github.warmstart.recommend.RatingModel;
import io.github.warmstart.statistics.NormalDistribution;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RatingLikingTest {

    private static final RatingTable TABLE = RatingTable.read(RatingSource.of(
            RatingScale.of(0.5, 5, 0.5),
            List.of(
                    new Rating("ann", "alien", 5),
                    new Rating("ann", "brazil", 3.5),
                    new Rating("ann", "dune", 1),
                    new Rating("bob", "alien", 4),
                    new Rating("bob", "dune", 2))));
    private static final RatingModel MODEL = new BiasRecommender().fit(TABLE);
    private static final RatingLiking LIKING = RatingLiking.of(MODEL, TABLE);

    @Test
    void logProbabilities_halfStars_isAProbitAroundThreeAndThreeQuarters() {
        double expected = NormalDistribution.cumulative((MODEL.predict("ann", "alien") - 3.75) / LIKING.deviation());

        assertThat(Math.exp(LIKING.logProbabilities("ann", List.of("alien"))[0]))
                .isCloseTo(expected, within(1e-12));
    }

    @Test
    void asNewcomer_oneKnownItem_usesThatAlone() {
        RatingModel folded = MODEL.foldIn("somebody", List.of(new Rating("somebody", "dune", 1)));
        double expected =
                NormalDistribution.cumulative((folded.predict("somebody", "alien") - 3.75) / LIKING.deviation());

        double found = LIKING.logProbabilitiesAsNewcomer("ann", List.of("dune"), List.of("alien"))[0];

        assertThat(Math.exp(found)).isCloseTo(expected, within(1e-12));
    }

    @Test
    void opinion_fourOrMore_isLiked() {
        assertThat(LIKING.opinion("bob", "alien")).isEqualTo(Liking.Opinion.LIKED);
        assertThat(LIKING.opinion("ann", "brazil")).isEqualTo(Liking.Opinion.MIXED);
        assertThat(LIKING.opinion("ann", "dune")).isEqualTo(Liking.Opinion.DISLIKED);
        assertThat(LIKING.opinion("bob", "brazil")).isEqualTo(Liking.Opinion.UNKNOWN);
        assertThat(Liking.Opinion.MIXED.worth()).isEqualTo(0.6);
    }

    @Test
    void of_thresholdOffTheScale_isRefused() {
        assertThatThrownBy(() -> RatingLiking.of(MODEL, TABLE, 6))
                .hasMessageContaining("likedFrom must be on the scale");
    }

    @Test
    void signals_wrongValues_areRefused() {
        assertThatThrownBy(() -> ChoiceSignals.builder().exposure(Map.of("alien", -1.0)))
                .hasMessage("exposure of item 'alien' must be finite and > 0, but was -1.0");
        assertThatThrownBy(() -> ChoiceSignals.builder().grades(Map.of("alien", List.of(Double.NaN))))
                .hasMessageContaining("grades of item 'alien' must be 1 finite numbers");
    }

    @Test
    void signals_toBuilder_losesNothing() {
        ChoiceSignals signals = ChoiceSignals.builder()
                .exposure(Map.of("alien", 3.0))
                .similar(Map.of("alien", List.of("dune")))
                .shortlists(Map.of("ann", List.of("brazil")))
                .grades(Map.of("alien", List.of(1.0, 2.0)))
                .probes(Map.of("bob", new ChoiceSignals.Probe(List.of("alien"), List.of("dune"))))
                .build();

        ChoiceSignals copy = signals.toBuilder().build();

        assertThat(copy.exposure()).isEqualTo(signals.exposure());
        assertThat(copy.similar()).isEqualTo(signals.similar());
        assertThat(copy.shortlists()).isEqualTo(signals.shortlists());
        assertThat(copy.grades()).isEqualTo(signals.grades());
        assertThat(copy.probes()).isEqualTo(signals.probes());
        assertThat(ChoiceSignals.none().exposure()).isEmpty();
    }
}
