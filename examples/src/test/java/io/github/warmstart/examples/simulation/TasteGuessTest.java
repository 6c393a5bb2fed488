// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.examples.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class TasteGuessTest {

    private static final double EXACT = 1e-12;

    private final Films films = Films.plant(80, 3);

    @Test
    void withoutRatings_theEstimateIsZero() {
        assertThat(new TasteGuess(films).surplus(4)).isZero();
    }

    @Test
    void oneRating_byHand() {
        double generosity = 0.35 * 0.35;
        double taste = 0.5 * 0.5 / 4;
        double known = generosity;
        double shared = generosity;
        for (int k = 0; k < 4; k++) {
            known += taste * films.character(7, k) * films.character(7, k);
            shared += taste * films.character(7, k) * films.character(9, k);
        }
        TasteGuess guess = new TasteGuess(films);
        guess.learn(7, 1.5);
        assertThat(guess.surplus(7)).isCloseTo(1.5 * known / (known + 0.36), within(EXACT));
        assertThat(guess.surplus(9)).isCloseTo(1.5 * shared / (known + 0.36), within(EXACT));
    }

    @Test
    void order_doesNotMatter() {
        TasteGuess forward = new TasteGuess(films);
        TasteGuess backward = new TasteGuess(films);
        for (int film = 0; film < 20; film++) {
            forward.learn(film, film % 3 - 1);
            backward.learn(19 - film, (19 - film) % 3 - 1);
        }
        for (int film = 0; film < 80; film++) {
            assertThat(backward.surplus(film)).isCloseTo(forward.surplus(film), within(1e-10));
        }
    }
}
