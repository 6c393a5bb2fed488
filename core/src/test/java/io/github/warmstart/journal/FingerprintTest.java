// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.warmstart.catalog.Item;
import io.github.warmstart.catalog.UserProfile;
import io.github.warmstart.rating.RatingScale;
import io.github.warmstart.signal.Persona;
import io.github.warmstart.signal.SignalRequest;
import io.github.warmstart.signal.SignalRequest.AsAudience;
import io.github.warmstart.signal.SignalRequest.AsPersona;
import io.github.warmstart.signal.SignalRequest.AsUser;
import io.github.warmstart.signal.SignalRequest.AsUser.KnownRating;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FingerprintTest {

    private static final RatingScale STARS = RatingScale.of(1, 5, 0.5);
    private static final Item ALIEN = Item.of("alien", "Alien").with("genre", "Horror", "SciFi");
    private static final Item HEAT = Item.of("heat", "Heat");
    private static final Item UP = Item.of("up", "Up");

    private static AsUser user(String age, List<KnownRating> known, Item... items) {
        return new AsUser(new UserProfile("ann", Map.of("age", List.of(age))), known, List.of(items), STARS);
    }

    /** Were it to change, every question of every journal would be asked anew under the strict rule. */
    @Test
    void ofRequest_staysTheSameForEver() {
        assertThat(Fingerprint.ofRequest("design", user("30s", List.of(new KnownRating(UP, 4)), ALIEN, HEAT)))
                .isEqualTo("cffda159245025c4e423e799e8387ec7d176d7e4ccec163bec6a2e0857a5f477");
        assertThat(Fingerprint.ofQuestions(new AsAudience(List.of(ALIEN, HEAT), STARS)))
                .containsExactly("6eff26f7a417b3c4", "fbe62c1e83eb9c2a");
    }

    @Test
    void ofRequest_otherOrder_isTheSameQuestion() {
        KnownRating first = new KnownRating(UP, 4);
        KnownRating second = new KnownRating(Item.of("ran", "Ran"), 2);

        assertThat(Fingerprint.ofRequest("d", user("30s", List.of(first, second), ALIEN, HEAT)))
                .isEqualTo(Fingerprint.ofRequest("d", user("30s", List.of(second, first), HEAT, ALIEN)));
    }

    @Test
    void ofRequest_anyPartDifferent_isAnotherQuestion() {
        KnownRating known = new KnownRating(UP, 4);
        List<SignalRequest> questions = List.of(
                user("30s", List.of(known), ALIEN),
                user("40s", List.of(known), ALIEN),
                user("30s", List.of(), ALIEN),
                user("30s", List.of(new KnownRating(UP, 4.5)), ALIEN),
                user("30s", List.of(new KnownRating(UP.with("year", "2009"), 4)), ALIEN),
                user("30s", List.of(known), HEAT),
                user("30s", List.of(known), ALIEN, HEAT),
                user("30s", List.of(known), ALIEN.with("genre", "Horror")),
                user("30s", List.of(known), ALIEN.with("genre", "HorrorSciFi")),
                user("30s", List.of(known), ALIEN.with("genre", "Horror", "SciF", "i")),
                user("30s", List.of(known), Item.of("alien", "Alien\ud800")),
                user("30s", List.of(known), Item.of("alien", "Alien\ud801")),
                user("30s", List.of(known), Item.of("alien", "Alien?")),
                new AsUser(UserProfile.of("bob"), List.of(), List.of(ALIEN), STARS),
                new AsPersona(new Persona("bob", "a critic"), List.of(ALIEN), STARS),
                new AsPersona(new Persona("bob", "a child"), List.of(ALIEN), STARS),
                new AsAudience(List.of(ALIEN), STARS),
                new AsAudience(List.of(ALIEN), RatingScale.of(1, 5)),
                new AsAudience(List.of(ALIEN), RatingScale.of(1, 10, 0.5)),
                new AsAudience(List.of(ALIEN), RatingScale.of(0, 5, 0.5)));
        Set<String> prints = new HashSet<>();
        Set<String> perItem = new HashSet<>();

        for (SignalRequest question : questions) {
            prints.add(Fingerprint.ofRequest("d", question));
            perItem.add(Fingerprint.ofQuestions(question).get(0));
        }

        assertThat(prints).hasSize(questions.size());
        // what else is asked about in the same request makes no difference to one item
        assertThat(perItem).hasSize(questions.size() - 1);
        assertThat(Fingerprint.ofRequest("e", questions.get(0))).isNotIn(prints);
    }
}
