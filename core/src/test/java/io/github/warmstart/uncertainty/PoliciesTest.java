// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.uncertainty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.warmstart.fixture.Ratings;
import io.github.warmstart.rating.Rating;
import io.github.warmstart.rating.table.RatingTable;
import io.github.warmstart.recommend.BiasRecommender;
import io.github.warmstart.recommend.BootstrapEnsemble;
import io.github.warmstart.recommend.RatingModel;
import io.github.warmstart.recommend.Recommender;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class PoliciesTest {

    private static final UncertaintyPolicy.UserItem ALIEN = new UncertaintyPolicy.UserItem("ann", "alien");
    private static final UncertaintyPolicy.UserItem BRAZIL = new UncertaintyPolicy.UserItem("ann", "brazil");
    private static final UncertaintyPolicy.UserItem CASINO = new UncertaintyPolicy.UserItem("bob", "casino");
    private static final UncertaintyPolicy.UserItem DUNE = new UncertaintyPolicy.UserItem("bob", "dune");
    private static final List<UncertaintyPolicy.UserItem> PAIRS = List.of(ALIEN, BRAZIL, CASINO, DUNE);

    /** Says what the test told it to say of an item. */
    private record Oracle(Map<String, Double> predictions, Map<String, Double> variances) implements RatingModel {
        @Override
        public RatingTable table() {
            return RatingTable.builder(Ratings.STARS).build();
        }

        @Override
        public double predict(String userId, String itemId) {
            return predictions.getOrDefault(itemId, 3.0);
        }

        @Override
        public OptionalDouble variance(String userId, String itemId) {
            Double variance = variances.get(itemId);
            return variance == null ? OptionalDouble.empty() : OptionalDouble.of(variance);
        }

        @Override
        public boolean knowsUser(String userId) {
            return true;
        }

        @Override
        public boolean knowsItem(String itemId) {
            return true;
        }

        @Override
        public List<String> itemIds() {
            return List.of();
        }

        @Override
        public Set<String> ratedItems(String userId) {
            return Set.of();
        }

        @Override
        public int ratingCount(String itemId) {
            return 0;
        }

        @Override
        public RatingModel foldIn(String userId, Collection<Rating> ratings) {
            return this;
        }
    }

    private static UncertaintyPolicy.Candidates candidates(RatingModel model, long seed) {
        return new UncertaintyPolicy.Candidates(model, PAIRS, new SplittableRandom(seed));
    }

    private static RatingModel predicting(double alien, double brazil, double casino, double dune) {
        return new Oracle(Map.of("alien", alien, "brazil", brazil, "casino", casino, "dune", dune), Map.of());
    }

    private static RatingModel unsure(double alien, double brazil, double casino, double dune) {
        return new Oracle(Map.of(), Map.of("alien", alien, "brazil", brazil, "casino", casino, "dune", dune));
    }

    @Test
    void distanceFromMidpoint_choosesTheExtremesFirst() {
        assertThat(Policies.distanceFromMidpoint().choose(candidates(predicting(3.5, 1.5, 4.0, 5.0), 1), 3))
                .containsExactly(DUNE, BRAZIL, CASINO);
    }

    @Test
    void posteriorVariance_choosesTheLeastSureFirst() {
        assertThat(Policies.posteriorVariance().choose(candidates(unsure(0.5, 2, 1, 1.5), 1), 4))
                .containsExactly(BRAZIL, DUNE, CASINO, ALIEN);
    }

    @Test
    void posteriorVariance_ofABiasModel_prefersWhatNobodyRated() {
        RatingModel model = new BiasRecommender()
                .fit(Ratings.of("eve likes alien 4", "eve likes brazil 3", "ian likes alien 4", "ann likes dune 4"));
        List<UncertaintyPolicy.UserItem> pairs =
                List.of(ALIEN, BRAZIL, new UncertaintyPolicy.UserItem("ann", "casino"));

        assertThat(Policies.posteriorVariance()
                        .choose(new UncertaintyPolicy.Candidates(model, pairs, new SplittableRandom(1)), 3))
                .extracting(UncertaintyPolicy.UserItem::itemId)
                .containsExactly("casino", "brazil", "alien");
    }

    @Test
    void posteriorVariance_ofAModelWithoutOne_keepsTheOrderOfTheCandidates() {
        assertThat(Policies.posteriorVariance().choose(candidates(predicting(4, 3, 2, 1), 1), 2))
                .containsExactly(ALIEN, BRAZIL);
        assertThat(Policies.posteriorVariance().choose(candidates(predicting(1, 2, 3, 4), 1), 2))
                .containsExactly(ALIEN, BRAZIL);
    }

    @Test
    void choose_equalScores_keepTheOrderOfTheCandidates() {
        assertThat(Policies.posteriorVariance().choose(candidates(unsure(1, 2, 1, 2), 1), 3))
                .containsExactly(BRAZIL, DUNE, ALIEN);
        assertThat(Policies.distanceFromMidpoint().choose(candidates(predicting(2, 4, 2, 4), 1), 4))
                .containsExactly(ALIEN, BRAZIL, CASINO, DUNE);
    }

    @Test
    void choose_scoreThatIsNaN_countsAsLowest() {
        Map<String, Double> scores =
                Map.of("alien", Double.NaN, "brazil", Double.NEGATIVE_INFINITY, "casino", -1e300, "dune", Double.NaN);
        UncertaintyPolicy policy = Policies.scoring("test", (model, pair) -> scores.getOrDefault(pair.itemId(), 0.0));

        assertThat(policy.choose(candidates(predicting(3, 3, 3, 3), 1), 4))
                .containsExactly(CASINO, ALIEN, BRAZIL, DUNE);
    }

    @Test
    void choose_limits_areKept() {
        for (UncertaintyPolicy policy :
                List.of(Policies.random(), Policies.distanceFromMidpoint(), Policies.posteriorVariance())) {
            for (int limit = 1; limit <= 6; limit++) {
                List<UncertaintyPolicy.UserItem> chosen = policy.choose(candidates(unsure(1, 2, 3, 4), 1), limit);
                assertThat(chosen).as("%s, limit %d", policy, limit).hasSize(Math.min(4, limit));
                assertThat(chosen).doesNotHaveDuplicates();
                assertThat(PAIRS).containsAll(chosen);
            }
        }
    }

    @Test
    void choose_noCandidates_isNothing() {
        for (UncertaintyPolicy policy :
                List.of(Policies.random(), Policies.distanceFromMidpoint(), Policies.posteriorVariance())) {
            assertThat(policy.choose(
                            new UncertaintyPolicy.Candidates(
                                    predicting(1, 1, 1, 1), List.of(), new SplittableRandom(1)),
                            3))
                    .isEmpty();
        }
    }

    @Test
    void random_sameSeed_choosesTheSame() {
        List<List<UncertaintyPolicy.UserItem>> choices = new ArrayList<>();
        for (long seed = 1; seed <= 20; seed++) {
            List<UncertaintyPolicy.UserItem> chosen =
                    Policies.random().choose(candidates(predicting(1, 2, 3, 4), seed), 4);
            assertThat(Policies.random().choose(candidates(predicting(4, 3, 2, 1), seed), 4))
                    .isEqualTo(chosen);
            choices.add(chosen);
        }
        assertThat(Set.copyOf(choices)).hasSizeGreaterThan(5);
    }

    /** Each of four pairs is first in a quarter of 4,000 drawings; four standard errors are 110. */
    @Test
    void random_overManySeeds_givesEachPairTheSameChance() {
        Map<UncertaintyPolicy.UserItem, Integer> first = new HashMap<>();
        SplittableRandom random = new SplittableRandom(5);
        for (int draw = 0; draw < 4000; draw++) {
            UncertaintyPolicy.Candidates candidates =
                    new UncertaintyPolicy.Candidates(predicting(1, 2, 3, 4), PAIRS, random);
            first.merge(Policies.random().choose(candidates, 1).get(0), 1, Integer::sum);
        }
        assertThat(first).hasSize(4);
        assertThat(first.values()).allMatch(count -> Math.abs(count - 1000) < 110);
    }

    @Test
    void policies_areCalledByTheirNames() {
        assertThat(Policies.random()).hasToString("random");
        assertThat(Policies.distanceFromMidpoint()).hasToString("distance-from-midpoint");
        assertThat(Policies.posteriorVariance()).hasToString("posterior-variance");
        assertThat(Policies.scoring("mine", (model, pair) -> 0)).hasToString("mine");
    }

    @Test
    void candidates_pairs_areACopy() {
        List<UncertaintyPolicy.UserItem> mine = new ArrayList<>(PAIRS);
        UncertaintyPolicy.Candidates candidates =
                new UncertaintyPolicy.Candidates(predicting(1, 1, 1, 1), mine, new SplittableRandom(1));
        mine.clear();

        assertThat(candidates.pairs()).hasSize(4);
        assertThatThrownBy(() -> candidates.pairs().clear()).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void ensembleDisagreement_choosesWhatTheMembersDifferOnFirst() {
        int[] member = {0};
        Recommender alternating = table -> member[0]++ % 2 == 0 ? predicting(1, 2, 3, 2.5) : predicting(2, 5, 3, 4.5);
        RatingModel ensemble = new BootstrapEnsemble(alternating, 2, 1).fit(Ratings.of("ann likes alien 5"));

        assertThat(Policies.ensembleDisagreement().choose(candidates(ensemble, 1), 3))
                .containsExactly(BRAZIL, DUNE, ALIEN);
        assertThat(Policies.ensembleDisagreement()).hasToString("ensemble-disagreement");
    }

    @Test
    void ensembleDisagreement_ofAnotherModel_saysWhatToDo() {
        assertThatThrownBy(() -> Policies.ensembleDisagreement().choose(candidates(predicting(1, 2, 3, 4), 1), 2))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage(
                        "policy ensemble-disagreement needs an EnsembleModel, but the model is a Oracle: train with BootstrapEnsemble, or choose another policy(...)");
    }
}
