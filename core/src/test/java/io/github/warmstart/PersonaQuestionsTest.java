// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.warmstart.factorization.AlternatingLeastSquares;
import io.github.warmstart.recommend.RatingModel;
import io.github.warmstart.report.RoundReport;
import io.github.warmstart.signal.Persona;
import io.github.warmstart.signal.SignalKind;
import io.github.warmstart.signal.SignalRequest;
import io.github.warmstart.signal.SignalRequest.AsPersona;
import io.github.warmstart.trust.GateVerdict;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Invented users: asked about as long as they help, used if they do, and nowhere to be seen. */
@Tag("slow")
@Timeout(120)
class PersonaQuestionsTest {

    private static final int PERSONAS = 120;
    /** The better half of a star in ten. */
    private static final double MIN_GAIN = 0.02;

    private final Community community = Community.ofTastes(1);

    /** Tastes stand in a circle. */
    private final ScriptedGenerator knowing = ScriptedGenerator.saying((request, itemId) -> {
        if (!(request instanceof AsPersona persona)) {
            return community.audience(itemId);
        }
        double angle = 2 * Math.PI * Integer.parseInt(persona.persona().id().substring(1)) / PERSONAS;
        return community.taste(Math.cos(angle), Math.sin(angle), itemId);
    });

    private final ScriptedGenerator guessing =
            ScriptedGenerator.saying((request, itemId) -> request instanceof AsPersona persona
                    ? new SplittableRandom((persona.persona().id() + itemId).hashCode()).nextDouble(1, 5)
                    : community.audience(itemId));

    private static List<Persona> personas() {
        List<Persona> personas = new ArrayList<>();
        for (int number = 0; number < PERSONAS; number++) {
            personas.add(new Persona("p" + number, "persona No. " + number));
        }
        return personas;
    }

    private WarmStart start(ScriptedGenerator generator, List<Persona> personas) throws InterruptedException {
        return community
                .bootstrapper()
                .recommender(
                        AlternatingLeastSquares.builder().factors(2).seed(1).build())
                .asking(ask -> ask.itemsPerRequest(60).userRounds(0).personas(personas))
                .generator(generator)
                .build()
                .warmStart();
    }

    private static List<SignalRequest> askedOfPersonas(ScriptedGenerator generator) {
        return generator.asked().stream().filter(AsPersona.class::isInstance).toList();
    }

    @Test
    void personas_ofTheTastesOfPeople_passAndHelp() throws InterruptedException {
        WarmStart start = start(knowing, personas());
        WarmStart without = start(knowing, List.of());

        assertThat(start.report().result().trust()).containsEntry(SignalKind.PERSONA, 1.0);
        assertThat(start.report().verdicts())
                .last()
                .extracting(GateVerdict::passed, GateVerdict::reason)
                .first()
                .isEqualTo(true);
        assertThat(start.report().reason()).startsWith("against what audience signals predict: ");
        assertThat(Rounds.of(start, "persona").map(RoundReport::sent)).containsExactly(30, 30, 30, 30);
        assertThat(community.hiddenRmse(start.model()))
                .isLessThan((1 - MIN_GAIN) * community.hiddenRmse(without.model()));
    }

    @Test
    void personas_areNoUsersOfTheModel() throws InterruptedException {
        WarmStart start = start(knowing, personas());

        RatingModel model = start.model();
        for (Persona persona : personas()) {
            assertThat(model.knowsUser(persona.id())).isFalse();
            assertThat(model.ratedItems(persona.id())).isEmpty();
            assertThat(model.predict(persona.id(), "film#1")).isEqualTo(model.predict("nobody", "film#1"));
        }
        for (String itemId : model.itemIds()) {
            assertThat(model.ratingCount(itemId)).isEqualTo(start.realOnly().ratingCount(itemId));
        }
        assertThat(start.report().data().users()).isEqualTo(170);
        assertThat(start.report().toText() + start.report().toJson()).doesNotContain("p17", "warmstart:persona");
    }

    @Test
    void personas_guessed_areAskedOnceAndChangeNothing() throws InterruptedException {
        WarmStart start = start(guessing, personas());
        WarmStart without = start(guessing, List.of());

        assertThat(askedOfPersonas(guessing)).hasSize(30);
        assertThat(start.report().result().trust()).containsEntry(SignalKind.PERSONA, 0.0);
        assertThat(community.predictions(start.model())).isEqualTo(community.predictions(without.model()));
        assertThat(Rounds.together(start, "persona").inWords()).endsWith("not used, no further requests");
    }

    @Test
    void personas_ofAGeneratorWhoseAudienceDoesNotPass_areNotAsked() throws InterruptedException {
        ScriptedGenerator lying = ScriptedGenerator.lying(community);

        WarmStart start = start(lying, personas());

        assertThat(askedOfPersonas(lying)).isEmpty();
        assertThat(start.applied()).isFalse();
        assertThat(Rounds.together(start, "persona").inWords())
                .isEqualTo("audience signals have not passed the gate, so nothing was asked about personas");
    }

    @Test
    void personas_allOfOneValue_areSetAsideAndSaidSo() throws InterruptedException {
        ScriptedGenerator constant = ScriptedGenerator.saying(
                (request, itemId) -> request instanceof AsPersona ? 3.5 : community.audience(itemId));

        WarmStart start = start(constant, personas());

        assertThat(askedOfPersonas(constant)).hasSize(30);
        assertThat(Rounds.of(start, "persona").map(RoundReport::inWords))
                .containsExactly(
                        "the round was set aside; no further requests of this kind; diversity alarm: all 1,500 persona"
                                + " signals have one value");
        assertThat(start.report().result().trust()).containsEntry(SignalKind.PERSONA, 0.0);
    }
}
