// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.internal.reply;

import static io.github.warmstart.signal.SignalReply.RejectionReason.MISSING;
import static io.github.warmstart.signal.SignalReply.RejectionReason.NOT_FINITE;
import static io.github.warmstart.signal.SignalReply.RejectionReason.OFF_SCALE;
import static io.github.warmstart.signal.SignalReply.RejectionReason.REPEATED;
import static io.github.warmstart.signal.SignalReply.RejectionReason.UNKNOWN_ITEM;
import static io.github.warmstart.signal.SignalReply.RejectionReason.UNREADABLE;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.warmstart.internal.reply.ReplyParser.Parsed;
import io.github.warmstart.rating.RatingScale;
import io.github.warmstart.signal.SignalReply.RejectionReason;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReplyParserTest {

    private static final RatingScale STARS = RatingScale.of(1, 5, 0.5);

    /** Three items are asked about in every test. */
    private static Parsed parse(String text) {
        return ReplyParser.parse(text, 3, STARS);
    }

    private static void assertParsed(String text, Map<Integer, Double> values, Map<RejectionReason, Integer> rejected) {
        Parsed parsed = parse(text);
        assertThat(parsed.values()).as("values of %s", text).isEqualTo(values);
        assertThat(parsed.rejected()).as("rejected of %s", text).isEqualTo(rejected);
    }

    @Nested
    class Forms {

        private static final Map<Integer, Double> ALL = Map.of(1, 4.5, 2, 3.0, 3, 1.25);

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "{'ratings':[{'n':1,'rating':4.5},{'n':2,'rating':3},{'n':3,'rating':1.25}]}",
                    "\ufeff{'ratings':[{'n':1,'rating':4.5},{'n':2,'rating':3},{'n':3,'rating':1.25}]}",
                    "```json\n{'ratings':[{'n':1,'rating':4.5},{'n':2,'rating':3},{'n':3,'rating':1.25}]}\n```",
                    "<think>{'ratings':[{'n':1,'rating':2}]}</think>\n[{'n':1,'rating':4.5},{'n':2,'rating':3},{'n':3,'rating':1.25}]",
                    "it is a {draft}</think>[{'n':1,'rating':4.5},{'n':2,'rating':3},{'n':3,'rating':1.25}]",
                    "Sure {here} they [are]: [{'n':1,'rating':4.5},{'n':2,'rating':3},{'n':3,'rating':1.25}] Bye {'!'",
                    "[{'n':1,'rating':4.5},{'n':2,'rating':3},{'n':3,'rating':1.25}]",
                    "{'n':1,'rating':4.5}\n{'n':2,'rating':3}\n{'n':3,'rating':1.25}",
                    "{'1':4.5,'2':3,'3':1.25}",
                    "{'ratings':{'1':4.5,'2':'3','3':1.25}}",
                    "{'1':{'rating':4.5},'2':{'rating':3},'3':{'rating':1.25}}",
                    "{'predictions':[{'n':1,'rating':4.5},{'n':2,'rating':3},{'n':3,'rating':1.25}]}",
                    "{'a':{'b':[[{'n':1,'rating':4.5}],[{'n':2,'rating':3},{'n':3,'rating':1.25}]]}}",
                    "{'ratings':[{'n':'1','rating':'4.5'},{'n':' 2 ','rating':' 3'},{'n':3.0,'rating':'+1.25'}]}",
                    "{'ratings':[{'rating':45e-1,'n':1},{'Rating':3,'N':2},{'score':1.25,'number':3}]}",
                    "{'ratings':[{'n':1,'rating':4.5,},{'n':2,'rating':3},{'n':3,'rating':1.25,}\n,],}",
                    "{ratings:[{n:1,rating:4.5},{n:2,rating:3},{n:3,rating:1.25}]}",
                    "{'ratings':[{'n':1,'title':'A {b} \\' [','rating':4.5,'why':['{',null]},{'n':2,'rating':3},{'n':3,'rating':1.25}]}",
                    "{'ratings':[{'n':1,'rating':4.5,'shares':{'1':1,'2':2}},{'n':2,'rating':3},{'n':3,'rating':1.25}]}",
                    "{'id':'x-9','model':'m','ratings':[{'n':1,'rating':4.5},{'n':2,'rating':3},{'n':3,'rating':1.25}]}",
                })
        void parse_knownForm_readsAllRows(String text) {
            assertParsed(text.replace('\'', '"'), ALL, Map.of());
        }

        @Test
        void parse_cutArray_keepsCompleteRows() {
            assertParsed(
                    "{\"ratings\":[{\"n\":1,\"rating\":4.5},{\"n\":2,",
                    Map.of(1, 4.5),
                    Map.of(UNREADABLE, 1, MISSING, 1));
        }

        @Test
        void parse_cutMap_dropsTheNumberThatMayBeCut() {
            assertParsed("{\"1\":4.5,\"2\":3", Map.of(1, 4.5), Map.of(MISSING, 2));
        }

        @Test
        void parse_brokenRow_keepsTheOthers() {
            assertParsed(
                    "[{\"n\":1,\"rating\":4/5},{\"n\":2,\"rating\":3},{\"n\":3,\"rating\":2}]",
                    Map.of(2, 3.0, 3, 2.0),
                    Map.of(UNREADABLE, 1));
        }

        @ParameterizedTest
        @ValueSource(
                strings = {"", "null", "[]", "{}", "4.5", "[4.5, 3, 2]", "I cannot rate films.", "<think>{\"1\":4}"})
        void parse_noRow_missesAll(String text) {
            assertParsed(text, Map.of(), Map.of(MISSING, 3));
        }

        @Test
        void parse_unfinishedThought_isNoAnswer() {
            assertParsed("\ufeff <think>perhaps {\"n\":1,\"rating\":4}", Map.of(), Map.of(MISSING, 3));
            assertParsed("{\"1\":4} <thinking> or {\"1\":5}", Map.of(1, 4.0), Map.of(MISSING, 2));
        }
    }

    @Nested
    class Rejections {

        @ParameterizedTest
        @ValueSource(strings = {"0", "4", "-1", "99999999999999", "\"7\""})
        void parse_numberOutsideTheList_isUnknown(String number) {
            assertParsed("[{\"n\":%s,\"rating\":3}]".formatted(number), Map.of(), Map.of(UNKNOWN_ITEM, 1, MISSING, 3));
        }

        @ParameterizedTest
        @ValueSource(strings = {"0.99", "5.01", "-3", "45", "0"})
        void parse_valueOutsideTheScale_isOffScale(String value) {
            assertParsed("[{\"n\":1,\"rating\":%s}]".formatted(value), Map.of(), Map.of(OFF_SCALE, 1, MISSING, 2));
        }

        @ParameterizedTest
        @ValueSource(strings = {"NaN", "Infinity", "-Infinity", "\"nan\"", "1e999", "-1e999"})
        void parse_noFiniteValue_isNotFinite(String value) {
            assertParsed("[{\"n\":1,\"rating\":%s}]".formatted(value), Map.of(), Map.of(NOT_FINITE, 1, MISSING, 2));
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "\"4,5\"",
                    "\"4/5\"",
                    "\"4 stars\"",
                    "\"\"",
                    "\"four\"",
                    "null",
                    "true",
                    "\"0x1p1\"",
                    "\"4.5f\"",
                    "\".\"",
                    "\"3-4\"",
                    "\"٤\"",
                    "3.0000000000000000000000000000000000000000001"
                })
        void parse_valueOfDoubtfulMeaning_isUnreadable(String value) {
            assertParsed("[{\"n\":1,\"rating\":%s}]".formatted(value), Map.of(), Map.of(UNREADABLE, 1, MISSING, 2));
        }

        @ParameterizedTest
        @ValueSource(strings = {"\"one\"", "1.5", "null", "\"1,2\"", "\"#1\"", "true"})
        void parse_numberOfDoubtfulMeaning_isUnreadable(String number) {
            assertParsed("[{\"n\":%s,\"rating\":3}]".formatted(number), Map.of(), Map.of(UNREADABLE, 1, MISSING, 3));
        }

        @ParameterizedTest
        @ValueSource(strings = {"{\"n\":1}", "{\"n\":1,\"rating\":3,\"rating\":4}"})
        void parse_rowWithoutOneValue_isUnreadable(String row) {
            assertParsed(row, Map.of(), Map.of(UNREADABLE, 1, MISSING, 2));
        }

        @Test
        void parse_rowWithTwoNumbers_isUnreadable() {
            assertParsed("{\"n\":1,\"n\":2,\"rating\":3}", Map.of(), Map.of(UNREADABLE, 1, MISSING, 3));
        }

        @Test
        void parse_equalRepeat_keepsTheFirst() {
            assertParsed(
                    "[{\"n\":1,\"rating\":3},{\"n\":1,\"rating\":3.0},{\"n\":1,\"rating\":\"3\"}]",
                    Map.of(1, 3.0),
                    Map.of(REPEATED, 2, MISSING, 2));
        }

        @Test
        void parse_contradictingRepeats_keepsNone() {
            assertParsed(
                    "[{\"n\":1,\"rating\":3},{\"n\":1,\"rating\":4},{\"n\":1,\"rating\":3},{\"n\":2,\"rating\":2}]",
                    Map.of(2, 2.0),
                    Map.of(REPEATED, 3, MISSING, 1));
        }

        @Test
        void parse_repeatAfterUselessRow_isTheFirst() {
            assertParsed(
                    "[{\"n\":1,\"rating\":9},{\"n\":1,\"rating\":4}]",
                    Map.of(1, 4.0),
                    Map.of(OFF_SCALE, 1, MISSING, 2));
        }

        @Test
        void parse_valueBetweenSteps_isKeptAsItIs() {
            assertParsed("[{\"n\":1,\"rating\":3.4999}]", Map.of(1, 3.4999), Map.of(MISSING, 2));
        }

        @Test
        void parse_indexOrTitleForNumber_isNotRead() {
            assertParsed(
                    "[{\"index\":1,\"rating\":3},{\"item\":\"Alien\",\"rating\":3}]",
                    Map.of(),
                    Map.of(UNREADABLE, 2, MISSING, 3));
        }
    }
}
