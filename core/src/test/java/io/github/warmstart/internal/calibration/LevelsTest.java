// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.internal.calibration;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.warmstart.fixture.Signals;
import io.github.warmstart.fixture.World;
import io.github.warmstart.rating.Rating;
import io.github.warmstart.rating.table.RatingTable;
import io.github.warmstart.recommend.BiasModel;
import io.github.warmstart.recommend.BiasRecommender;
import io.github.warmstart.recommend.OffsetModel.UserOffset;
import io.github.warmstart.signal.SyntheticSignal;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LevelsTest {

    private static final double EXACT = 1e-12;

    private final World world = World.of(5, 80, 60, 12).spread(1, 0.9, 1).build();
    private final RatingTable table = world.table;
    private final BiasModel bias = new BiasRecommender().fit(table);

    private static UserOffset of(Map<String, UserOffset> found, String userId) {
        return requireNonNull(found.get(userId), userId);
    }

    private static List<SyntheticSignal> answers(String userId, List<String> itemIds, String... shown) {
        return itemIds.stream()
                .map(itemId -> Signals.user(userId, itemId, 5, shown))
                .toList();
    }

    private List<String> unrated(String userId) {
        Set<String> rated = table.ratingsOf(userId).stream().map(Rating::itemId).collect(Collectors.toSet());
        return IntStream.range(0, 60)
                .mapToObj(item -> "i" + item)
                .filter(itemId -> !rated.contains(itemId))
                .limit(5)
                .toList();
    }

    /** Without a probe: 0.225 of the distance between the answers' level and the user's own, both centred. */
    @Test
    void offsets_noProbe_areThoseOfAnUnknownGenerator() {
        Levels levels = new Levels(table, bias, 1);
        levels.add("u1", 0.8, answers("u1", unrated("u1"), "i0"));
        levels.add("u2", -0.4, answers("u2", unrated("u2"), "i0"));

        Map<String, UserOffset> found = levels.offsets();

        double common = (0.8 - bias.userEffect("u1") - 0.4 - bias.userEffect("u2")) / 2;
        assertThat(of(found, "u1").value()).isCloseTo(0.225 * (0.8 - common - bias.userEffect("u1")), within(EXACT));
        assertThat(of(found, "u1").value()).isCloseTo(-of(found, "u2").value(), within(1e-9));
        assertThat(of(found, "u1").ratings()).isCloseTo(12 + bias.noiseVariance() / bias.userVariance(), within(1e-9));
    }

    @Test
    void offsets_userWithoutRatings_hasNone() {
        Levels levels = new Levels(table, bias, 1);
        levels.add("stranger", 0.8, answers("stranger", List.of("i1", "i2")));

        assertThat(levels.offsets()).isEmpty();
    }

    /** Of users of whom three ratings were shown, the answers know the true level, or its opposite. */
    @ParameterizedTest
    @ValueSource(doubles = {1, -1})
    void offsets_probes_followTheTruth(double sign) {
        Levels levels = new Levels(table, bias, 1);
        for (int user = 0; user < 60; user++) {
            String userId = "u" + user;
            List<String> rated =
                    table.ratingsOf(userId).stream().map(Rating::itemId).toList();
            String[] shown = rated.subList(0, 3).toArray(String[]::new);
            levels.add(userId, sign * world.userEffects[user], answers(userId, rated.subList(3, 12), shown));
        }
        levels.add("u70", 1, answers("u70", unrated("u70"), "i0"));
        levels.add("u71", -1, answers("u71", unrated("u71"), "i0"));

        Map<String, UserOffset> found = levels.offsets();

        if (sign < 0) {
            assertThat(found).isEmpty();
        } else {
            // more than without probes, at most what the answers say
            assertThat((of(found, "u70").value() - of(found, "u71").value())
                            / (2 - bias.userEffect("u70") + bias.userEffect("u71")))
                    .isBetween(0.3, 1.0);
        }
    }
}
