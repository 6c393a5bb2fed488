// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.examples.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.entry;

import io.github.warmstart.catalog.Item;
import io.github.warmstart.examples.simulation.PromptReading.Evidence;
import io.github.warmstart.rating.Rating;
import io.github.warmstart.signal.SignalKind;
import io.github.warmstart.signal.SignalRequest;
import org.junit.jupiter.api.Test;

/** Parses the library's own prompts, so that a change of their layout fails here and not as a bad simulated model. */
class PromptReadingTest {

    private final SimulatedCommunity club = SimulatedCommunity.of(5);
    private final SimulatedLanguageModel model = new SimulatedLanguageModel(club, ModelVices.none());

    @Test
    void audiencePrompt_isUnderstood() {
        PromptReading reading = read(Prompts.audience(club));
        assertThat(reading.kind()).isEqualTo(SignalKind.AUDIENCE);
        assertThat(reading.titles().values())
                .containsExactlyElementsOf(
                        club.catalog().items().stream().map(Item::title).toList());
        assertThat(reading.titles().keySet()).startsWith(1, 2, 3).hasSize(200);
        assertThat(reading.evidence()).isEmpty();
        assertThat(reading.persona()).isEmpty();
    }

    @Test
    void userPrompt_isUnderstood() {
        String user = club.coldUsers().get(0);
        PromptReading reading = read(Prompts.user(club, user, 5));
        assertThat(reading.kind()).isEqualTo(SignalKind.USER);
        assertThat(reading.titles()).hasSize(195);
        assertThat(reading.evidence()).hasSize(5);
        for (int k = 0; k < 5; k++) {
            Rating rating = club.known(user).get(k);
            assertThat(reading.evidence().get(k))
                    .isEqualTo(new Evidence(Prompts.item(club, rating.itemId()).title(), rating.value()));
        }
    }

    @Test
    void userPrompt_withoutEvidence_isUnderstood() {
        PromptReading reading = read(Prompts.user(club, "user-001", 0));
        assertThat(reading.kind()).isEqualTo(SignalKind.USER);
        assertThat(reading.evidence()).isEmpty();
    }

    @Test
    void personaPrompt_isUnderstood() {
        PromptReading reading = read(Prompts.persona(club, "likes Comedy, Drama"));
        assertThat(reading.kind()).isEqualTo(SignalKind.PERSONA);
        assertThat(reading.persona()).isEqualTo("likes Comedy, Drama");
        assertThat(reading.titles()).hasSize(200);
    }

    @Test
    void everyTitleOfEveryPrompt_isAKnownFilm() {
        for (SignalRequest request : new SignalRequest[] {
            Prompts.audience(club), Prompts.user(club, "user-007", 20), Prompts.persona(club, "likes Mystery")
        }) {
            PromptReading reading = read(request);
            assertThat(reading.titles().values())
                    .allMatch(title -> club.films().withTitle(title).isPresent());
            assertThat(reading.evidence())
                    .allMatch(shown -> club.films().withTitle(shown.title()).isPresent());
        }
    }

    @Test
    void bracketsAndColonsInTitles_areParsedWherePossible() {
        PromptReading reading = PromptReading.of("""
                <items>
                1. Alien: The Return (genre: Horror)
                2) Plain
                </items>

                <known_ratings>
                Heat: Part 2 (year: 1999): 4.5
                </known_ratings>

                Predict the rating of each film in the list of 2, numbers 1 to 2.""");
        assertThat(reading.titles()).containsExactly(entry(1, "Alien: The Return"), entry(2, "Plain"));
        assertThat(reading.evidence()).containsExactly(new Evidence("Heat: Part 2", 4.5));
    }

    @Test
    void unknownLayout_isAnError() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PromptReading.of("Rank these films: Alien, Heat."))
                .withMessage("prompt must ask for a rating or a mean rating, but asks for neither");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PromptReading.of("Predict the rating of each film.\n1. Alien"))
                .withMessage("prompt must list items inside <items>, but lists none");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PromptReading.of("<items>\n- Alien\n</items>\nPredict the rating of each."))
                .withMessage("prompt must number each line inside <items>, but holds '- Alien'");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PromptReading.of("<items>\n1. Alien\n</items>\n<known_ratings>\n4 for Heat\n"
                        + "</known_ratings>\nPredict the rating of each."))
                .withMessage(
                        "prompt must end each line inside <known_ratings> with the rating, but holds '4 for Heat'");
    }

    private PromptReading read(SignalRequest request) {
        return PromptReading.of(Prompts.prompt(model, request).user());
    }
}
