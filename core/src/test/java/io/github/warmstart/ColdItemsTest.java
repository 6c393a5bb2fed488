// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.warmstart.internal.loop.questions.RequestFactory;
import io.github.warmstart.rating.RatingScale;
import io.github.warmstart.rating.RatingSource;
import io.github.warmstart.recommend.RatingModel;
import io.github.warmstart.report.WarmStartEstimate;
import io.github.warmstart.signal.SignalKind;
import io.github.warmstart.signal.SignalRequest;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A shop whose users are all known, and which gets new items that nobody has rated. */
class ColdItemsTest {

    private final Community community = Community.of(1);
    private final Set<String> fresh = new LinkedHashSet<>(community.catalog().items().stream()
            .skip(200)
            .map(item -> item.id())
            .toList());
    private final RatingScale scale = Community.STARS;

    private ColdStartBootstrapper.Builder bootstrapper(ScriptedGenerator generator) {
        return community
                .bootstrapper()
                .ratings(RatingSource.of(
                        scale,
                        community.ratings().stream()
                                .filter(rating -> !fresh.contains(rating.itemId()))
                                .toList()))
                .coldUsers(List.of())
                .coldItems(fresh)
                .generator(generator);
    }

    /** The error of the predictions of people's opinions about new items. */
    private double error(RatingModel model) {
        double squares = 0;
        int count = 0;
        for (String itemId : fresh) {
            for (int user = 0; user < 70; user++) {
                String userId = community.ratings().get(20 * user).userId();
                double error = model.predict(userId, itemId) - community.opinion(userId, itemId);
                squares += error * error;
                count++;
            }
        }
        return Math.sqrt(squares / count);
    }

    @Test
    void warmStart_newItemsAndATruthfulAudience_isAppliedAndAsksAboutThemFirst() throws InterruptedException {
        ScriptedGenerator generator = ScriptedGenerator.truthfulOfItemsOnly(community);

        WarmStart start =
                bootstrapper(generator).asking(ask -> ask.userRounds(0)).build().warmStart();

        assertThat(start.report().result().applied())
                .as(start.report().toText())
                .isTrue();
        assertThat(generator.asked().get(0).items()).allMatch(item -> fresh.contains(item.id()));
        assertThat(error(start.model())).isLessThan(0.85 * error(start.realOnly()));
    }

    @Test
    void warmStart_newItemsAndNoise_isWithheld() throws InterruptedException {
        WarmStart start = bootstrapper(ScriptedGenerator.noise()).build().warmStart();

        assertThat(start.report().result().applied()).isFalse();
        assertThat(error(start.model())).isEqualTo(error(start.realOnly()));
    }

    @Test
    void warmStart_generatorThatKnowsUsers_isAskedForThoseWhoMayCare() throws InterruptedException {
        ScriptedGenerator generator = ScriptedGenerator.truthful(community);

        WarmStart start = bootstrapper(generator).build().warmStart();

        List<SignalRequest> aboutNew = generator.asked().stream()
                .filter(request -> request.kind() == SignalKind.USER)
                .filter(request -> request.items().stream().allMatch(item -> fresh.contains(item.id())))
                .toList();
        assertThat(aboutNew).as(start.report().toText()).hasSize(RequestFactory.MAX_LIKELY_RATERS);
        assertThat(aboutNew).extracting(SignalRequest::subjectId).doesNotHaveDuplicates();
        assertThat(start.report().rounds())
                .extracting(round -> round.purpose().label())
                .contains("probe", "user");
        assertThat(error(start.model())).isLessThan(0.85 * error(start.realOnly()));
    }

    @Test
    void estimate_newItems_coversWhatIsAsked() throws InterruptedException {
        ScriptedGenerator generator = ScriptedGenerator.truthful(community);
        ColdStartBootstrapper bootstrapper = bootstrapper(generator).build();

        WarmStartEstimate estimate = bootstrapper.estimate();
        WarmStart start = bootstrapper.warmStart();

        assertThat(start.report().spending().usage().tokens())
                .isLessThanOrEqualTo(estimate.max().tokens());
    }

    @Test
    void build_itemOutsideTheCatalogue_saysSo() {
        assertThatThrownBy(() -> bootstrapper(ScriptedGenerator.noise())
                        .coldItems(List.of("nowhere"))
                        .build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "coldItems must hold items of the catalogue, but holds 'nowhere': add it to the catalogue, or leave it out");
    }
}
