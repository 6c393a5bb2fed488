// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.examples.evaluation.output;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChartTest {

    private static Chart chart() {
        return new Chart("Title", "up", "along", List.of("0", "500", "all"));
    }

    private static List<String> found(String pattern, String text) {
        return Pattern.compile(pattern)
                .matcher(text)
                .results()
                .map((MatchResult match) -> match.group(1))
                .toList();
    }

    private static List<String> ticks(String svg) {
        return found("class=\"tick end\">([^<]*)<", svg);
    }

    @Test
    void points_standWhereTheirValuesAre() {
        Chart chart = chart();
        chart.point("naive", "0", 1);
        chart.point("naive", "all", 2);

        String svg = chart.svg();

        // the room is 500 wide from 70 and 270 high from 40; the margin is 0.08; a line alone stands 1.5 to the left
        assertThat(found("<circle cx=\"([^\"]*)\"", svg)).containsExactly("151.8", "485.2");
        assertThat(found("<circle cx=\"[^\"]*\" cy=\"([^\"]*)\"", svg)).containsExactly("291.4", "58.6");
        assertThat(svg).contains("<path d=\"M151.8 291.4 L485.2 58.6\"");
        assertThat(svg).startsWith("<svg ").endsWith("</svg>\n");
    }

    @Test
    void interval_isALineFromEndToEnd_andNoneWhereItIsAPoint() {
        Chart chart = chart();
        chart.point("naive", "0", 1, 0.5, 2);
        chart.point("naive", "500", 1);

        assertThat(found("opacity=\"(0.6)\"", chart.svg())).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0.95 | 1.05 | 0.95 1.00 1.05",
                "0    | 1    | 0.0 0.5 1.0",
                "-10  | 10   | -10 -5 0 5 10",
                "0.9612 | 0.9614 | 0.96120 0.96125 0.96130 0.96135 0.96140",
                "0 | 4000 | 0 1000 2000 3000 4000"
            })
    void ticks_areRound(double low, double high, String expected) {
        Chart chart = chart();
        chart.point("naive", "0", low);
        chart.point("naive", "all", high);

        assertThat(String.join(" ", ticks(chart.svg()))).isEqualTo(expected.strip());
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 1, -3.25, 0.001, 1e9, 1e15, -1e300})
    void oneValue_isDrawn(double value) {
        Chart chart = chart();
        chart.point("naive", "0", value);

        assertThat(chart.svg()).contains("<circle ").doesNotContain("NaN", "Infinity");
        assertThat(ticks(chart.svg())).hasSizeLessThan(20);
    }

    @Test
    void zero_isALineWhereItLiesInside() {
        Chart around = chart();
        around.point("naive", "0", -1);
        around.point("naive", "all", 1);
        Chart above = chart();
        above.point("naive", "0", 1);
        above.point("naive", "all", 2);

        assertThat(around.svg()).contains("class=\"zero\"");
        assertThat(above.svg()).doesNotContain("class=\"zero\"");
    }

    @Test
    void nothingToDraw_isEmpty() {
        Chart unknown = chart();
        unknown.point("naive", "0", Double.NaN);

        assertThat(chart().svg()).isEmpty();
        assertThat(unknown.svg()).isEmpty();
    }

    @Test
    void unknownValue_isLeftOut() {
        Chart chart = chart();
        chart.point("naive", "0", 1);
        chart.point("naive", "500", Double.NaN);
        chart.point("naive", "all", 2);

        assertThat(found("<(circle) ", chart.svg())).hasSize(2);
        assertThat(chart.svg()).doesNotContain("NaN");
    }

    @Test
    void names_areEscaped_andPercentSignsKept() {
        Chart chart = new Chart("<a> & \"b\" 95 %s", "<up>", "%d", List.of("<0>"));
        chart.point("<script>", "<0>", 1);

        assertThat(chart.svg())
                .contains("&lt;a&gt; &amp; &quot;b&quot; 95 %s", "&lt;up&gt;", ">%d<", "&lt;0&gt;", "&lt;script&gt;")
                .doesNotContain("<script>", "<a>", "<up>", "<0>");
    }

    @Test
    void moreLinesThanColours_startAgain() {
        Chart chart = chart();
        for (int line = 0; line < 9; line++) {
            chart.point("line " + line, "0", line);
        }

        assertThat(found("<(path) ", chart.svg())).hasSize(9);
    }
}
