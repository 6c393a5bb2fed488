// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.recommend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.warmstart.fixture.World;
import io.github.warmstart.rating.Rating;
import io.github.warmstart.rating.RatingScale;
import io.github.warmstart.rating.table.RatingTable;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** New items, and many new users at once, in the models of this room. */
class ItemFoldInTest {

    private static final double EXACT = 1e-9;

    private final RatingTable table = World.of(2, 40, 20, 8).build().table;
    private final BiasModel model = new BiasRecommender().fit(table);
    private final List<Rating> three = List.of(
            new Rating("u1", "novelty", 9), new Rating("u2", "novelty", 8), new Rating("stranger", "novelty", 7));

    @Test
    void foldInItem_isThePosteriorMeanByHand() {
        BiasModel found = model.foldInItem("novelty", three);

        double noise = model.noiseVariance();
        double strange = noise + model.userVariance();
        double precision = 1 / model.itemVariance() + 2 / noise + 1 / strange;
        double sum = model.centre() / model.itemVariance()
                + (9 - model.userEffect("u1") + 8 - model.userEffect("u2")) / noise
                + 7 / strange;
        assertThat(found.itemMean("novelty")).isCloseTo(sum / precision, within(EXACT));
        assertThat(found.itemMeanVariance("novelty")).isCloseTo(1 / precision, within(EXACT));
    }

    @Test
    void foldInItem_isKnownCountedAndListed_andOthersStay() {
        BiasModel found = model.foldInItem("novelty", three).foldInItem("i3", List.of(new Rating("u39", "i3", 1)));

        assertThat(found.knowsItem("novelty")).isTrue();
        assertThat(found.ratingCount("novelty")).isEqualTo(3);
        assertThat(found.itemIds()).hasSize(21).endsWith("novelty");
        assertThat(found.ratedItems("u1")).contains("novelty");
        assertThat(found.recommend("u5", 30)).extracting(Recommendation::itemId).contains("novelty");
        for (int item = 0; item < 20; item++) {
            if (item != 3) {
                assertThat(found.predict("u7", "i" + item)).isEqualTo(model.predict("u7", "i" + item));
            }
        }
        assertThat(found.predict("u7", "i3")).isNotEqualTo(model.predict("u7", "i3"));
        assertThat(model.knowsItem("novelty")).isFalse();
    }

    @Test
    void foldIn_itemOfWhichOnlyAPriorIsKnown_countsItsUncertainty() {
        ItemPriors priors = ItemPriors.of(1, Map.of("rumour", new ItemPriors.Prior(5, 4)));
        BiasModel primed = new BiasRecommender().fit(table, priors);

        double effect =
                primed.foldIn("new", List.of(new Rating("new", "rumour", 8))).userEffect("new");

        double all = primed.userVariance() + primed.noiseVariance() + 4;
        assertThat(effect).isCloseTo(3 * primed.userVariance() / all, within(EXACT));
    }

    @Test
    void foldIn_manyUsersAtOnce_isTheSameAsOneAfterAnother() {
        List<Rating> mixed =
                List.of(new Rating("ann", "i1", 3), new Rating("bob", "i2", 9), new Rating("ann", "i3", 4));

        RatingModel batch = model.foldIn(mixed);

        BiasModel single =
                model.foldIn("ann", List.of(mixed.get(0), mixed.get(2))).foldIn("bob", mixed.subList(1, 2));
        assertThat(batch.predict("ann", "i9")).isEqualTo(single.predict("ann", "i9"));
        assertThat(batch.predict("bob", "i9")).isEqualTo(single.predict("bob", "i9"));
        assertThat(batch.ratedItems("ann")).containsExactlyInAnyOrder("i1", "i3");
    }

    @Test
    void ensemble_foldsInItemsAndManyUsers() {
        EnsembleModel ensemble = new BootstrapEnsemble(new BiasRecommender(), 3, 1).fit(table);

        EnsembleModel found = ensemble.foldInItem("novelty", three).foldIn(List.of(new Rating("ann", "i1", 1)));

        assertThat(found.predict("u1", "novelty")).isGreaterThan(ensemble.predict("u1", "novelty"));
        assertThat(found.predict("ann", "i2")).isLessThan(ensemble.predict("ann", "i2"));
        assertThat(found.knowsItem("novelty")).isTrue();
    }

    @Test
    void recommendAmong_choosesFromThoseAlone() {
        List<Recommendation> best = model.recommendAmong("u1", List.of("i7", "i2", "i7", "nothing"), 9);

        assertThat(best).extracting(Recommendation::itemId).containsExactlyInAnyOrder("i7", "i2", "nothing");
        assertThat(best.get(0).score()).isGreaterThanOrEqualTo(best.get(1).score());
        assertThat(model.recommendAmong("u1", List.of("i7", "i2"), 1)).hasSize(1);
        assertThatThrownBy(() -> model.recommendAmong("u1", List.of("i7"), -1))
                .hasMessage("n must be >= 0, but was -1");
    }

    @Test
    void foldInItem_modelThatLearnsNothingOfItems_saysWhatToDo() {
        RatingModel fixed = new Fixed(model);

        assertThatThrownBy(() -> fixed.foldInItem("novelty", three))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessage(
                        "Fixed cannot fold in item 'novelty': override foldInItem(...), or fit again with its ratings");
    }

    private record Fixed(RatingModel inner) implements RatingModel {

        @Override
        public RatingTable table() {
            return inner.table();
        }

        @Override
        public RatingScale scale() {
            return inner.scale();
        }

        @Override
        public double predict(String userId, String itemId) {
            return inner.predict(userId, itemId);
        }

        @Override
        public boolean knowsUser(String userId) {
            return inner.knowsUser(userId);
        }

        @Override
        public boolean knowsItem(String itemId) {
            return inner.knowsItem(itemId);
        }

        @Override
        public List<String> itemIds() {
            return inner.itemIds();
        }

        @Override
        public Set<String> ratedItems(String userId) {
            return inner.ratedItems(userId);
        }

        @Override
        public int ratingCount(String itemId) {
            return inner.ratingCount(itemId);
        }

        @Override
        public RatingModel foldIn(String userId, Collection<Rating> ratings) {
            return this;
        }
    }
}
