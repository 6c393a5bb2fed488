// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.examples.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.warmstart.examples.simulation.SimulatedCommunity;
import io.github.warmstart.factorization.AlternatingLeastSquares;
import io.github.warmstart.factorization.MatrixFactorization;
import io.github.warmstart.implicit.ImplicitFactorization;
import io.github.warmstart.implicit.ImplicitModel;
import io.github.warmstart.interaction.Interaction;
import io.github.warmstart.interaction.InteractionTable;
import io.github.warmstart.rating.RatingSource;
import io.github.warmstart.rating.table.RatingTable;
import io.github.warmstart.recommend.BootstrapEnsemble;
import io.github.warmstart.recommend.EnsembleModel;
import io.github.warmstart.recommend.RatingModel;
import io.github.warmstart.recommend.Recommendation;
import io.github.warmstart.recommend.Recommender;
import io.github.warmstart.tuning.HyperparameterSearch;
import io.github.warmstart.tuning.SearchResult;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleBiFunction;
import org.junit.jupiter.api.Test;

/** Runs every program of the page about learners, and holds the page to what was run. */
class LearnersPageTest {

    private static final String HERE = "examples/src/test/java/io/github/warmstart/examples/docs/LearnersPageTest.java";

    private static final SimulatedCommunity COMMUNITY =
            SimulatedCommunity.builder().users(60).items(80).build();
    private static final RatingTable TABLE =
            RatingTable.read(RatingSource.of(SimulatedCommunity.SCALE, COMMUNITY.ratings()));

    @Test
    void leastSquares_ofThePage_learns() {
        assertThat(leastSquares(TABLE).ratedItems(TABLE.userId(0))).isNotEmpty();
    }

    private static RatingModel leastSquares(RatingTable table) {
        // begin least-squares
        RatingModel model = AlternatingLeastSquares.builder()
                .factors(32)
                .build()
                .fit(table); // on all processors, and the same bits on any number of them
        // end
        return model;
    }

    @Test
    void implicit_ofThePage_recommends() {
        assertThat(implicit(TABLE, TABLE.userId(0), TABLE.itemId(0))).hasSize(10);
    }

    private static List<ImplicitModel.ScoredItem> implicit(RatingTable ratings, String userId, String itemId) {
        // begin implicit
        InteractionTable watched = InteractionTable.builder()
                .add(new Interaction("ann", "alien")) // one after the other; interactions of a pair are counted
                .add(new Interaction("ann", "alien"))
                .build();
        InteractionTable liked = InteractionTable.ofRatings(ratings, row -> ratings.value(row) >= 4);

        ImplicitModel model = ImplicitFactorization.ofDefaults().fit(liked);
        List<ImplicitModel.ScoredItem> top = model.recommend(userId, 10);
        ImplicitModel later = model.foldIn("a newcomer", Map.of(itemId, 1.0)); // no refit
        // end
        assertThat(watched.count(0)).isEqualTo(2);
        assertThat(later.knowsUser("a newcomer")).isTrue();
        return top;
    }

    @Test
    void search_ofThePage_findsALearner() throws InterruptedException {
        RatingModel model = search(TABLE);

        assertThat(model.knowsUser(TABLE.userId(0))).isTrue();
    }

    private static RatingModel search(RatingTable table) throws InterruptedException {
        // begin search
        SearchResult found = HyperparameterSearch.over(draw -> MatrixFactorization.builder()
                        .factors(draw.integer("factors", 4, 32))
                        .regularization(draw.logUniform("regularization", 0.01, 1))
                        .epochs(draw.effort(60)) // a ninth of them to begin with
                        .build())
                .trials(27)
                .seed(1)
                .search(table);
        System.out.println(found); // all trials, the best first
        RatingModel model = found.best().fit(table);
        // end
        assertThat(found.trials()).hasSize(27);
        return model;
    }

    @Test
    void ensemble_ofThePage_disagrees() {
        assertThat(ensemble(TABLE, TABLE.userId(0), TABLE.itemId(0))).isPositive();
    }

    private static double ensemble(RatingTable table, String userId, String itemId) {
        // begin ensemble
        EnsembleModel model = new BootstrapEnsemble(MatrixFactorization.ofDefaults(), 5, 42).fit(table);
        double unsettled = model.disagreement(userId, itemId);
        // end
        return unsettled;
    }

    // begin own-model
    record MyModel(RatingTable table, ToDoubleBiFunction<String, String> network) implements RatingModel {
        @Override
        public double predict(String userId, String itemId) {
            return table.scale().clamp(network.applyAsDouble(userId, itemId));
        }
    }
    // end

    @Test
    void ownModel_ofThePage_recommends() {
        Recommender mine = table -> new MyModel(table, (userId, itemId) -> itemId.length());
        RatingModel model = mine.fit(TABLE);
        String userId = TABLE.userId(0);

        assertThat(model.recommend(userId, 3))
                .hasSize(3)
                .allMatch(one -> one.score() == TABLE.scale().clamp(one.itemId().length()));
        assertThat(model.recommend(userId, 3))
                .extracting(Recommendation::itemId)
                .doesNotContainAnyElementsOf(model.ratedItems(userId));
    }

    @Test
    void page_holdsWhatRunsHere() {
        assertThat(DocPage.of("docs/learners.md").blocks("java"))
                .containsExactly(
                        DocPage.region(HERE, "least-squares"),
                        DocPage.region(HERE, "implicit"),
                        DocPage.region(HERE, "search"),
                        DocPage.region(HERE, "ensemble"),
                        DocPage.region(HERE, "own-model"));
    }
}
