// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.signal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.warmstart.catalog.Item;
import io.github.warmstart.catalog.UserProfile;
import io.github.warmstart.signal.ChoiceRequest.Exposure;
import io.github.warmstart.signal.ChoiceRequest.Grades;
import io.github.warmstart.signal.ChoiceRequest.Shortlist;
import io.github.warmstart.signal.ChoiceRequest.SimilarItems;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ChoiceRequestTest {

    private static final Item ALIEN = Item.of("alien", "Alien");
    private static final Item HEAT = Item.of("heat", "Heat");
    private static final Item UP = Item.of("up", "Up");
    private static final UserProfile ANN = UserProfile.of("ann");

    @Test
    void kindsAndSubjects_areTold() {
        assertThat(new Exposure(List.of(UP)).kind()).isEqualTo(SignalKind.EXPOSURE);
        assertThat(new SimilarItems(List.of(UP), List.of(HEAT), true, 1).kind()).isEqualTo(SignalKind.SIMILAR);
        assertThat(new Grades(List.of("dark"), List.of(UP)).kind()).isEqualTo(SignalKind.GRADES);
        Shortlist list = new Shortlist(ANN, List.of(UP), List.of(HEAT), 3);
        assertThat(list.kind()).isEqualTo(SignalKind.SHORTLIST);
        assertThat(list.subjectId()).contains("ann");
        assertThat(new Exposure(List.of(UP)).subjectId()).isEmpty();
    }

    @Test
    void withItems_keepsEverythingElse() {
        assertThat(new Exposure(List.of(UP)).withItems(List.of(HEAT))).isEqualTo(new Exposure(List.of(HEAT)));
        assertThat(new SimilarItems(List.of(UP), List.of(HEAT), false, 4).withItems(List.of(ALIEN)))
                .isEqualTo(new SimilarItems(List.of(ALIEN), List.of(HEAT), false, 4));
        assertThat(new Shortlist(ANN, List.of(UP), List.of(HEAT), 3).withItems(List.of(ALIEN)))
                .isEqualTo(new Shortlist(ANN, List.of(UP), List.of(ALIEN), 3));
        assertThat(new Grades(List.of("dark"), List.of(UP)).withItems(List.of(HEAT)))
                .isEqualTo(new Grades(List.of("dark"), List.of(HEAT)));
    }

    @Test
    void lists_emptyOrTwice_areRejected() {
        assertThatThrownBy(() -> new Exposure(List.of())).hasMessage("items must hold one item or more, but was empty");
        assertThatThrownBy(() -> new SimilarItems(List.of(UP), List.of(HEAT, HEAT), true, 1))
                .hasMessage("items must hold each item once, but 'heat' stands twice");
        assertThatThrownBy(() -> new Shortlist(ANN, List.of(), List.of(UP), 0))
                .hasMessage("length must be >= 1, but was 0");
        assertThatThrownBy(() -> new Grades(List.of("dark", "dark"), List.of(UP)))
                .hasMessage("attributes must hold each once and none that is blank, but holds 'dark'");
        assertThatThrownBy(() -> new Grades(List.of(), List.of(UP)))
                .hasMessage("attributes must hold one or more, but was empty");
    }

    @Test
    void signal_ofAnotherSubject_isRejected() {
        Origin origin = new Origin("g", "m", "", "00", Instant.EPOCH);
        assertThatThrownBy(
                        () -> new SyntheticSignal(SignalKind.EXPOSURE, Optional.of("ann"), "up", 1, Set.of(), origin))
                .hasMessage(
                        "subject must be given except for kinds audience and exposure, but was ann for kind exposure");
        assertThatThrownBy(() -> new SyntheticSignal(SignalKind.SIMILAR, Optional.empty(), "up", 1, Set.of(), origin))
                .hasMessage(
                        "subject must be given except for kinds audience and exposure, but was none for kind similar");
    }

    @Test
    void lambda_knowsOfRatingsAlone() {
        SyntheticSignalGenerator lambda = (requests, replies) -> {};

        assertThat(lambda.kinds()).isEqualTo(SignalKind.ratings());
        assertThat(lambda.canAnswer(SignalKind.AUDIENCE, Optional.empty(), "up"))
                .isTrue();
        assertThat(lambda.canAnswer(SignalKind.EXPOSURE, Optional.empty(), "up"))
                .isFalse();
    }

    /** The whole of a generator for shops, as the documentation promises: ten lines. */
    @Test
    void tenLines_answerExposure_andDeclineTheRest() throws InterruptedException {
        Origin origin = new Origin("sales desk", "ann", "", "00", Instant.EPOCH);
        SyntheticSignalGenerator generator = SyntheticSignalGenerator.oneByOne(
                Set.of(SignalKind.EXPOSURE),
                request -> new SignalReply(
                        request,
                        SignalReply.Outcome.COMPLETE,
                        request.items().stream()
                                .map(item -> new SyntheticSignal(
                                        SignalKind.EXPOSURE, Optional.empty(), item.id(), 2.5, Set.of(), origin))
                                .toList(),
                        Map.of(),
                        Usage.NONE,
                        ""));
        List<SignalReply> replies = new ArrayList<>();

        generator.generate(
                Arrays.asList(new Exposure(List.of(UP, HEAT)), new Shortlist(ANN, List.of(), List.of(UP), 1)),
                replies::add);

        assertThat(generator.kinds()).containsExactly(SignalKind.EXPOSURE);
        assertThat(replies.get(0).signals()).hasSize(2);
        assertThat(replies.get(1).outcome()).isEqualTo(SignalReply.Outcome.FAILED);
        assertThat(replies.get(1).reason()).isEqualTo("this generator does not answer questions of kind shortlist");
    }

    @Test
    void estimate_ofChoices_countsTitlesAndAnswers() {
        SyntheticSignalGenerator lambda = (requests, replies) -> {};

        assertThat(lambda.estimate(new Exposure(List.of(UP, HEAT)))).isEqualTo(new Usage(1, 440, 0, 40));
        assertThat(lambda.estimate(new SimilarItems(List.of(UP), List.of(HEAT, ALIEN), true, 2)))
                .isEqualTo(new Usage(1, 460, 0, 40));
        assertThat(lambda.estimate(new Shortlist(ANN, List.of(), List.of(UP, HEAT), 6)))
                .isEqualTo(new Usage(1, 440, 0, 50));
        assertThat(lambda.estimate(new Grades(List.of("dark"), List.of(UP)))).isEqualTo(new Usage(1, 420, 0, 35));
    }
}
