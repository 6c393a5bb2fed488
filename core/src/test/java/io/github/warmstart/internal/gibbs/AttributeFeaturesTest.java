// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.internal.gibbs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AttributeFeaturesTest {

    private static Map<String, Map<String, List<String>>> films() {
        Map<String, Map<String, List<String>>> films = new LinkedHashMap<>();
        for (int i = 0; i < 10; i++) {
            films.put(
                    "f" + i,
                    Map.of(
                            "genre",
                            i < 5 ? List.of("Comedy", "Rare" + i) : List.of("Drama", "Drama"),
                            "year",
                            List.of(i < 5 ? "1990" : "2010")));
        }
        return films;
    }

    @Test
    void row_ofNumbersAndValues_holdsScoresSquaresAndOnes() {
        AttributeFeatures features = AttributeFeatures.of(films());

        // year: z and z^2 - 1, then Comedy and Drama
        assertThat(features.groups()).containsExactly(0, 0, 1, 1);
        assertThat(features.groupCount()).isEqualTo(2);
        assertThat(features.row("f0")).isEqualTo(new AttributeFeatures.Row(List.of(0, 2), List.of(-1.0, 1.0)));
        assertThat(features.row("f9")).isEqualTo(new AttributeFeatures.Row(List.of(0, 3), List.of(1.0, 1.0)));
    }

    @Test
    void row_ofAnEntityNeverDescribed_isTheAverage() {
        assertThat(AttributeFeatures.of(films()).row("new").numbers()).containsExactly(2, 3);
        assertThat(AttributeFeatures.of(films()).row("new").values()).allMatch(v -> Math.abs(v - 0.5) < 1e-12);
    }

    @Test
    void row_ofANumberFarOut_isCut() {
        Map<String, Map<String, List<String>>> films = films();
        films.put("old", Map.of("year", List.of("-99999")));

        assertThat(AttributeFeatures.of(films).row("old").values()).containsExactly(-2.0, 3.0);
    }

    @Test
    void size_ofConstantsAndRareValues_isZero() {
        Map<String, Map<String, List<String>>> same = new LinkedHashMap<>();
        for (int i = 0; i < 10; i++) {
            same.put(
                    "f" + i,
                    Map.of("year", List.of("1990"), "genre", List.of("All"), "tag", List.of("t" + i), "", List.of()));
        }

        assertThat(AttributeFeatures.of(same).size()).isZero();
        assertThat(AttributeFeatures.of(Map.of()).row("any").numbers()).isEmpty();
    }

    @Test
    void numbers_thatAreNotFiniteOrNotAlone_areValues() {
        Map<String, Map<String, List<String>>> odd = new LinkedHashMap<>();
        for (int i = 0; i < 12; i++) {
            odd.put(
                    "f" + i,
                    Map.of("n", List.of(i < 6 ? "NaN" : "1e300"), "m", i < 6 ? List.of("1", "2") : List.of("3")));
        }

        assertThat(AttributeFeatures.of(odd).groups()).containsExactly(0, 0, 0, 1, 1);
    }
}
