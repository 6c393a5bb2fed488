// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.internal.reply;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.warmstart.catalog.Item;
import io.github.warmstart.catalog.UserProfile;
import io.github.warmstart.internal.reply.ParsedSignals.Value;
import io.github.warmstart.signal.ChoiceRequest.Exposure;
import io.github.warmstart.signal.ChoiceRequest.Grades;
import io.github.warmstart.signal.ChoiceRequest.Shortlist;
import io.github.warmstart.signal.ChoiceRequest.SimilarItems;
import io.github.warmstart.signal.SignalReply.RejectionReason;
import io.github.warmstart.signal.SignalRequest;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChoiceReplyParserTest {

    private static final List<Item> ITEMS = List.of(
            Item.of("a", "Alien (1979)"),
            Item.of("b", "Heat (1995)"),
            Item.of("c", "Up (2009)"),
            Item.of("d", "M (1931)"));
    private static final Exposure EXPOSURE = new Exposure(ITEMS);
    private static final Shortlist SHORTLIST = new Shortlist(UserProfile.of("u"), List.of(ITEMS.get(2)), ITEMS, 2);
    private static final SimilarItems SIMILAR =
            new SimilarItems(List.of(ITEMS.get(3), Item.of("e", "Jaws (1975)")), ITEMS, true, 2);
    private static final SimilarItems BY_TITLE = new SimilarItems(List.of(ITEMS.get(3)), ITEMS, false, 3);
    private static final Grades GRADES = new Grades(List.of("dark", "funny"), ITEMS.subList(0, 2));

    private static String values(SignalRequest request, String text) {
        return values(ParsedSignals.of(request, text, true));
    }

    private static String values(ParsedSignals parsed) {
        StringBuilder out = new StringBuilder();
        for (Value value : parsed.values()) {
            value.subject().ifPresent(subject -> out.append(subject).append(':'));
            out.append(value.itemId()).append('=').append(value.value()).append(' ');
        }
        return out.toString().strip();
    }

    private static Map<RejectionReason, Integer> rejected(SignalRequest request, String text) {
        return ParsedSignals.of(request, text, true).rejected();
    }

    @Test
    void exposure_finished_givesTheRestZero() {
        String text = "Sure:\n```json\n{\"exposure\":[{\"n\":2,\"percent\":40},{\"n\":1,\"percent\":\"3.5 %\"}]}\n```";

        assertThat(values(EXPOSURE, text)).isEqualTo("b=40.0 a=3.5 c=0.0 d=0.0");
        assertThat(rejected(EXPOSURE, text)).isEmpty();
    }

    @Test
    void exposure_nothingWorthNaming_isAnAnswer() {
        assertThat(values(EXPOSURE, "{\"exposure\":[]}")).isEqualTo("a=0.0 b=0.0 c=0.0 d=0.0");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "I cannot do that.", "{\"error\":[]}", "{\"exposure\":[", "{\"exposure\":\"none\"}", "[]"})
    void exposure_noAnswer_givesNothing(String text) {
        assertThat(values(EXPOSURE, text)).isEmpty();
        assertThat(rejected(EXPOSURE, text)).containsExactly(Map.entry(RejectionReason.MISSING, 4));
    }

    @Test
    void exposure_cut_keepsCompleteRowsAndGuessesNothing() {
        String text = "{\"exposure\":[{\"n\":1,\"percent\":12.5},{\"n\":2,\"percent\":3";

        assertThat(values(EXPOSURE, text)).isEqualTo("a=12.5");
        assertThat(rejected(EXPOSURE, text)).containsEntry(RejectionReason.MISSING, 3);
    }

    @Test
    void exposure_notEndedByTheModel_guessesNothing() {
        ParsedSignals parsed = ParsedSignals.of(EXPOSURE, "{\"exposure\":[{\"n\":1,\"percent\":5}]}", false);

        assertThat(values(parsed)).isEqualTo("a=5.0");
        assertThat(parsed.rejected()).containsEntry(RejectionReason.MISSING, 3);
    }

    @Test
    void exposure_badRows_areCountedAndGetNoZero() {
        String text = "{\"exposure\":[{\"n\":1,\"percent\":140},{\"n\":2,\"percent\":-1},{\"n\":9,\"percent\":1},"
                + "{\"n\":3,\"percent\":7},{\"n\":3,\"percent\":8},{\"n\":\"x\",\"percent\":8},{\"n\":4,\"percent\":\"many\"}]}";

        assertThat(values(EXPOSURE, text)).isEmpty();
        assertThat(rejected(EXPOSURE, text))
                .containsOnly(
                        Map.entry(RejectionReason.OFF_SCALE, 2),
                        Map.entry(RejectionReason.UNKNOWN_ITEM, 1),
                        Map.entry(RejectionReason.REPEATED, 2),
                        Map.entry(RejectionReason.UNREADABLE, 2));
    }

    @Test
    void shortlist_known_repeated_unknown_areDropped_andRanksClose() {
        String text = "{\"shortlist\":[3,2,2,17,\"4\",1]}";

        assertThat(values(SHORTLIST, text)).isEqualTo("u:b=1.0 u:d=2.0");
        assertThat(rejected(SHORTLIST, text))
                .containsOnly(
                        Map.entry(RejectionReason.KNOWN_ITEM, 1),
                        Map.entry(RejectionReason.REPEATED, 1),
                        Map.entry(RejectionReason.UNKNOWN_ITEM, 1),
                        Map.entry(RejectionReason.OFF_SCALE, 1));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[2,1]",
                "{\"list\":[2,1]}",
                "{\"shortlist\":[{\"n\":2,\"why\":\"x\"},{\"n\":1}]}",
                "{\"shortlist\":[\"Heat\",\"alien (1979)\"]}",
                "<think>{\"shortlist\":[4]}</think>{\"shortlist\":[2,1,]}",
                "{\"shortlist\":[2,1,4"
            })
    void shortlist_otherForms_areRead(String text) {
        assertThat(values(SHORTLIST, text)).isEqualTo("u:b=1.0 u:a=2.0");
    }

    @Test
    void shortlist_nothing_isMissing() {
        assertThat(rejected(SHORTLIST, "{\"shortlist\":[]}")).containsExactly(Map.entry(RejectionReason.MISSING, 1));
    }

    @Test
    void similar_listed_numbersCandidatesThenOthers() {
        String text =
                "{\"similar\":[{\"n\":4,\"similar\":[4,1,2]},{\"n\":5,\"similar\":[3,5]},{\"n\":1,\"similar\":[2]}]}";

        assertThat(values(SIMILAR, text)).isEqualTo("d:a=1.0 d:b=2.0 e:c=1.0");
        assertThat(rejected(SIMILAR, text))
                .containsOnly(
                        Map.entry(RejectionReason.KNOWN_ITEM, 1), // itself
                        Map.entry(RejectionReason.UNKNOWN_ITEM, 2)); // no candidate; not asked about
    }

    @Test
    void similar_cut_keepsCompleteRows() {
        String text = "{\"similar\":[{\"n\":4,\"similar\":[1,2]},{\"n\":5,\"similar\":[3,1";

        assertThat(values(SIMILAR, text)).isEqualTo("d:a=1.0 d:b=2.0");
        assertThat(rejected(SIMILAR, text)).containsEntry(RejectionReason.UNREADABLE, 1);
    }

    @Test
    void similar_rowTwice_keepsTheFirst() {
        assertThat(values(SIMILAR, "{\"4\":[1],\"5\":[2]} {\"similar\":[{\"n\":4,\"similar\":[3]}]}"))
                .isEqualTo("d:a=1.0 e:b=1.0");
    }

    @Test
    void similar_byTitle_findsTitlesAsModelsWriteThem() {
        String text = "{\"similar\":[{\"n\":1,\"similar\":[\"ALIEN\",\"Heat (1995)\",\"Ghost\",\"up\"]}]}";

        assertThat(values(BY_TITLE, text)).isEqualTo("d:a=1.0 d:b=2.0 d:c=3.0");
        assertThat(rejected(BY_TITLE, text)).containsExactly(Map.entry(RejectionReason.UNKNOWN_ITEM, 1));
    }

    @Test
    void titles_thatFitTwo_findNone() {
        List<Item> two =
                List.of(Item.of("x", "Dune (1984)"), Item.of("y", "Dune (2021)"), Item.of("z", "Matrix, The (1999)"));
        TitleIndex index = new TitleIndex(two);

        assertThat(index.find("Dune")).isEmpty();
        assertThat(index.find("dune 2021")).contains("y");
        assertThat(index.find("The Matrix")).contains("z");
    }

    @Test
    void grades_wrongLengthOrRange_areRejected() {
        assertThat(values(GRADES, "{\"grades\":[{\"n\":1,\"grades\":[9,0]},{\"n\":2,\"grades\":[1,2.0]}]}"))
                .isEqualTo("dark:a=9.0 funny:a=0.0 dark:b=1.0 funny:b=2.0");
        assertThat(rejected(GRADES, "{\"grades\":[{\"n\":1,\"grades\":[9]},{\"n\":2,\"grades\":[1,12]}]}"))
                .containsOnly(Map.entry(RejectionReason.UNREADABLE, 1), Map.entry(RejectionReason.OFF_SCALE, 1));
    }

    @Test
    void anyText_neverThrows() {
        String whole =
                "{\"similar\":[{\"n\":4,\"similar\":[1,\"a\",{\"n\":2}]},{\"5\":[[]]}],\"x\":{\"y\":[null,true]}}";
        for (SignalRequest request : List.of(EXPOSURE, SHORTLIST, SIMILAR, BY_TITLE, GRADES)) {
            for (int end = 0; end <= whole.length(); end++) {
                ParsedSignals.of(request, whole.substring(0, end), true);
                ParsedSignals.of(request, whole.substring(end), true);
            }
            ParsedSignals.of(request, "[".repeat(5000), true);
            ParsedSignals.of(request, "{\"a\":".repeat(5000), true);
            ParsedSignals.of(request, "[1,".repeat(5000), true);
        }
    }

    @Test
    void longReply_costsLittle() {
        StringBuilder text = new StringBuilder("{\"similar\":[");
        IntStream.range(0, 60_000).forEach(k -> text.append("{\"n\":4,\"similar\":[1]},"));

        assertThat(values(SIMILAR, text.toString())).isEqualTo("d:a=1.0");
    }
}
