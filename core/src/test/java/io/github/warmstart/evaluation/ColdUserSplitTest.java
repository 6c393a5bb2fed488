// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.evaluation;

import static io.github.warmstart.evaluation.FixedModel.STARS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.warmstart.evaluation.ColdUserSplit.Order;
import io.github.warmstart.rating.BadRow;
import io.github.warmstart.rating.BadRow.RowLocation;
import io.github.warmstart.rating.Rating;
import io.github.warmstart.rating.RatingSink;
import io.github.warmstart.rating.RatingSource;
import io.github.warmstart.statistics.PairedBootstrap;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ColdUserSplitTest {

    /** User u0 has 3 ratings, u1 has 4, and so on; the higher the item's number, the earlier. */
    private static List<Rating> ratings(int users) {
        SplittableRandom random = new SplittableRandom(1);
        List<Rating> ratings = new ArrayList<>();
        for (int user = 0; user < users; user++) {
            for (int item = 0; item < 3 + user; item++) {
                ratings.add(
                        new Rating("u" + user, "i" + item, 1 + random.nextInt(5), Instant.ofEpochSecond(1000 - item)));
            }
        }
        return ratings;
    }

    private static ColdUserSplit.Builder of(List<Rating> ratings) {
        return ColdUserSplit.builder()
                .ratings(RatingSource.of(STARS, ratings))
                .coldUsers(4)
                .knownRatings(2)
                .minRatings(6);
    }

    private static List<Rating> visible(EvaluationSplit split) {
        List<Rating> visible = new ArrayList<>();
        split.visible().read(new RatingSink() {
            @Override
            public void accept(Rating rating, RowLocation location) {
                visible.add(rating);
            }

            @Override
            public void reject(BadRow row) {
                throw new AssertionError(row);
            }
        });
        return visible;
    }

    @Test
    void split_keepsTheKnownAndHoldsOutTheRest() {
        List<Rating> all = ratings(12);

        EvaluationSplit split = of(all).split();

        List<Rating> visible = visible(split);
        assertThat(split.coldUsers()).hasSize(4).isSorted();
        assertThat(split.coldItems()).isEmpty();
        assertThat(visible).hasSize(split.visibleRatings()).isSubsetOf(all);
        assertThat(split.visibleRatings() + split.heldOut().ratings()).isEqualTo(all.size());
        for (String userId : split.coldUsers()) {
            List<Rating> own =
                    all.stream().filter(one -> one.userId().equals(userId)).toList();
            assertThat(own).hasSizeGreaterThanOrEqualTo(6);
            assertThat(visible.stream().filter(one -> one.userId().equals(userId)))
                    .containsExactlyInAnyOrderElementsOf(own.subList(own.size() - 2, own.size()));
        }
        assertThat(split.heldOut().users()).isEqualTo(4);
        Set<String> pairs = new HashSet<>();
        visible.forEach(one -> pairs.add(one.userId() + " " + one.itemId()));
        assertThat(split.heldOut()
                        .where((userId, itemId) -> pairs.contains(userId + " " + itemId))
                        .ratings())
                .isZero();
    }

    @Test
    void split_randomOrder_keepsOthersThanTheEarliest() {
        EvaluationSplit first = of(ratings(12)).split();

        EvaluationSplit random = of(ratings(12)).order(Order.RANDOM).split();

        assertThat(random.coldUsers()).isEqualTo(first.coldUsers());
        assertThat(random.visibleRatings()).isEqualTo(first.visibleRatings());
        assertThat(visible(random)).isNotEqualTo(visible(first));
    }

    @Test
    void split_withoutTimes_isRepeatable() {
        List<Rating> timeless = ratings(12).stream()
                .map(one -> new Rating(one.userId(), one.itemId(), one.value()))
                .toList();

        assertThat(visible(of(timeless).split())).isEqualTo(visible(of(timeless).split()));
    }

    @Test
    void split_noKnownRating_holdsOutAll() {
        EvaluationSplit split = of(ratings(12)).knownRatings(0).split();

        assertThat(visible(split)).noneMatch(one -> split.coldUsers().contains(one.userId()));
    }

    @ParameterizedTest
    @EnumSource(Order.class)
    void split_ofPermutedRatings_isTheSame(Order order) {
        for (long seed = 1; seed <= 5; seed++) {
            List<Rating> permuted = ratings(12);
            Collections.shuffle(permuted, new Random(seed));

            EvaluationSplit one =
                    of(ratings(12)).order(order).level(20).seed(seed).split();
            EvaluationSplit two = of(permuted).order(order).level(20).seed(seed).split();

            assertThat(visible(two)).as("seed %d", seed).isEqualTo(visible(one));
            assertThat(two.coldUsers()).as("seed %d", seed).isEqualTo(one.coldUsers());
            assertThat(two.heldOut().judge(new FixedModel()).rmsePerUser())
                    .as("seed %d", seed)
                    .isEqualTo(one.heldOut().judge(new FixedModel()).rmsePerUser());
        }
    }

    @Test
    void level_samplesTheOthersAndIsNested() {
        EvaluationSplit none = of(ratings(12)).level(0).split();
        EvaluationSplit few = of(ratings(12)).level(10).split();
        EvaluationSplit more = of(ratings(12)).level(25).split();
        EvaluationSplit tooMany = of(ratings(12)).level(100_000).split();

        assertThat(none.visibleRatings()).isEqualTo(8);
        assertThat(few.visibleRatings()).isEqualTo(18);
        assertThat(more.visibleRatings()).isEqualTo(33);
        assertThat(visible(more)).containsAll(visible(few));
        assertThat(visible(few)).containsAll(visible(none));
        assertThat(visible(tooMany)).isEqualTo(visible(of(ratings(12)).split()));
        assertThat(visible(few))
                .isSortedAccordingTo(Comparator.comparing(Rating::userId).thenComparing(Rating::itemId));
    }

    @Test
    void sampleSeed_changesTheSampleAndNotTheColdUsers() {
        EvaluationSplit one = of(ratings(12)).level(15).seed(7).sampleSeed(1).split();
        EvaluationSplit two = of(ratings(12)).level(15).seed(7).sampleSeed(2).split();

        assertThat(two.coldUsers()).isEqualTo(one.coldUsers());
        assertThat(visible(two)).isNotEqualTo(visible(one));
        assertThat(two.heldOut()
                        .judge(new FixedModel())
                        .comparedWith(one.heldOut().judge(new FixedModel()), PairedBootstrap.Figure.POOLED_RMSE, 100, 1)
                        .change())
                .isZero();
    }

    @Test
    void seed_changesTheColdUsers() {
        Set<List<String>> chosen = new HashSet<>();
        for (long seed = 1; seed <= 10; seed++) {
            chosen.add(of(ratings(12)).seed(seed).split().coldUsers());
        }

        assertThat(chosen).hasSizeGreaterThan(5);
    }

    @Test
    void split_tooFewUsers_isAnErrorThatSaysHowMany() {
        assertThatThrownBy(() -> of(ratings(6)).split())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("coldUsers must be at most 3, which is how many users have 6 ratings or more, but was 4");
    }

    @Test
    void build_badOptions_areErrors() {
        assertThatThrownBy(() -> ColdUserSplit.builder().build())
                .hasMessage("ratings is required, but was not set: call ratings(...) before build()");
        assertThatThrownBy(() -> of(List.of()).coldUsers(0).build()).hasMessage("coldUsers must be >= 1, but was 0");
        assertThatThrownBy(() -> of(List.of()).knownRatings(-1).build())
                .hasMessage("knownRatings must be >= 0, but was -1");
        assertThatThrownBy(() -> of(List.of()).minRatings(2).build()).hasMessage("minRatings must be >= 3, but was 2");
        assertThatThrownBy(() -> of(List.of()).level(-1).build()).hasMessage("level must be >= 0, but was -1");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void coldItems_areHiddenAltogether(long seed) {
        List<Rating> all = ratings(12);

        EvaluationSplit split = ColdItemSplit.builder()
                .ratings(RatingSource.of(STARS, all))
                .share(0.3)
                .minRatings(2)
                .seed(seed)
                .split();

        // i0 to i12 have two ratings or more, and three tenths of 13 is 4
        assertThat(split.coldItems()).hasSize(4).isSorted().doesNotContain("i13");
        assertThat(split.coldUsers()).isEmpty();
        assertThat(visible(split)).noneMatch(one -> split.coldItems().contains(one.itemId()));
        assertThat(split.visibleRatings() + split.heldOut().ratings()).isEqualTo(all.size());
        assertThat(split.heldOut()
                        .where((userId, itemId) -> split.coldItems().contains(itemId))
                        .ratings())
                .isEqualTo(split.heldOut().ratings());
    }

    @Test
    void coldItems_ofPermutedRatings_areTheSame() {
        List<Rating> permuted = ratings(12);
        Collections.shuffle(permuted, new Random(3));

        EvaluationSplit one = ColdItemSplit.builder()
                .ratings(RatingSource.of(STARS, ratings(12)))
                .coldItems(5)
                .split();
        EvaluationSplit two = ColdItemSplit.builder()
                .ratings(RatingSource.of(STARS, permuted))
                .coldItems(5)
                .split();

        assertThat(two.coldItems()).isEqualTo(one.coldItems()).hasSize(5);
        assertThat(visible(two)).isEqualTo(visible(one));
    }

    @Test
    void coldItems_badOptions_areErrors() {
        RatingSource source = RatingSource.of(STARS, ratings(3));

        assertThatThrownBy(() ->
                        ColdItemSplit.builder().ratings(source).coldItems(9).split())
                .hasMessage("coldItems must be at most 5, which is how many items have 1 ratings or more, but was 9");
        assertThatThrownBy(
                        () -> ColdItemSplit.builder().ratings(source).share(0).build())
                .hasMessage("share must be above 0 and at most 1, but was 0.0");
        assertThatThrownBy(() -> ColdItemSplit.builder().build())
                .hasMessage("ratings is required, but was not set: call ratings(...) before build()");
    }
}
