// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.warmstart.factorization.AlternatingLeastSquares;
import io.github.warmstart.factorization.MatrixFactorization;
import io.github.warmstart.fixture.World;
import io.github.warmstart.rating.Rating;
import io.github.warmstart.recommend.BiasRecommender;
import io.github.warmstart.recommend.RatingModel;
import io.github.warmstart.recommend.Recommender;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What is folded in, ratings of people or guesses, changes the predictions of nobody and nothing else, not by a bit.
 */
class UnchangedPredictionsTest {

    private static final int USERS = 60;
    private static final int ITEMS = 40;

    static Stream<Arguments> learnersAndSeeds() {
        List<Recommender> learners = List.of(
                new BiasRecommender(),
                MatrixFactorization.builder().factors(6).epochs(8).build(),
                AlternatingLeastSquares.builder().factors(6).sweeps(4).build());
        return learners.stream()
                .flatMap(learner -> IntStream.range(0, 8).mapToObj(seed -> Arguments.of(learner, (long) seed)));
    }

    @ParameterizedTest
    @MethodSource("learnersAndSeeds")
    void foldIn_ofAnyUser_leavesEveryOtherUserToTheBit(Recommender learner, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        RatingModel model =
                learner.fit(World.of(seed, USERS, ITEMS, 8).taste(3, 1).build().table);
        RatingModel folded = model;
        List<String> touched = new ArrayList<>();
        for (int turn = 0; turn < 4; turn++) {
            // known users and new ones, what people gave and guesses off the grid of stars, known items and new ones
            String userId = turn % 2 == 0 ? "u" + random.nextInt(USERS) : "newcomer" + turn;
            touched.add(userId);
            List<Rating> ratings = new ArrayList<>();
            for (int k = 0; k < 1 + random.nextInt(20); k++) {
                String itemId = random.nextInt(10) == 0 ? "novelty" : "i" + random.nextInt(ITEMS);
                ratings.add(new Rating(userId, itemId, 10 * random.nextDouble()));
            }
            folded = folded.foldIn(userId, ratings);
        }

        for (int user = 0; user <= USERS; user++) {
            String userId = user == USERS ? "stranger" : "u" + user;
            if (!touched.contains(userId)) {
                for (int item = 0; item <= ITEMS; item++) {
                    String itemId = item == ITEMS ? "unseen" : "i" + item;
                    assertSame(model, folded, userId, itemId, seed);
                }
            }
        }
        RatingModel changed = folded;
        assertThat(touched)
                .allSatisfy(
                        userId -> assertThat(changed.predict(userId, "i1")).isNotEqualTo(model.predict(userId, "i1")));
    }

    @ParameterizedTest
    @MethodSource("learnersAndSeeds")
    void foldInItem_ofAnyItem_leavesEveryOtherItemToTheBit(Recommender learner, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        RatingModel model =
                learner.fit(World.of(seed, USERS, ITEMS, 8).taste(3, 1).build().table);
        String changed = "i" + random.nextInt(ITEMS);
        RatingModel folded = model;
        for (String itemId : List.of(changed, "novelty")) {
            List<Rating> ratings = new ArrayList<>();
            for (int k = 0; k < 1 + random.nextInt(20); k++) {
                ratings.add(new Rating("u" + random.nextInt(USERS), itemId, 10 * random.nextDouble()));
            }
            folded = folded.foldInItem(itemId, ratings);
        }

        for (int user = 0; user < USERS; user++) {
            for (int item = 0; item < ITEMS; item++) {
                if (!("i" + item).equals(changed)) {
                    assertSame(model, folded, "u" + user, "i" + item, seed);
                }
            }
        }
    }

    private static void assertSame(RatingModel model, RatingModel folded, String userId, String itemId, long seed) {
        assertThat(Double.doubleToLongBits(folded.predict(userId, itemId)))
                .as("%s of %s, seed %d", itemId, userId, seed)
                .isEqualTo(Double.doubleToLongBits(model.predict(userId, itemId)));
    }
}
