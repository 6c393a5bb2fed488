// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.warmstart.rating.RatingScale;
import io.github.warmstart.signal.Origin;
import io.github.warmstart.signal.SignalKind;
import io.github.warmstart.signal.SignalReply.Outcome;
import io.github.warmstart.signal.SignalReply.RejectionReason;
import io.github.warmstart.signal.SyntheticSignal;
import io.github.warmstart.signal.Usage;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LineFormatTest {

    private static final String PLAIN = "{\"warmstart\":1,\"request\":\"00ff\",\"design\":\"d\",\"kind\":\"USER\","
            + "\"subject\":\"ann\",\"scale\":[1.0,5.0,0.5],\"asked\":2,\"outcome\":\"PARTIAL\",\"reason\":\"cut\","
            + "\"usage\":[1,100,10,20],\"rejected\":{\"MISSING\":1},"
            + "\"origins\":[[\"g\",\"m\",\"v\",\"ab\",\"1970-01-01T00:00:00Z\",\"2\"]],\"shown\":[[\"heat\",\"up\"]],"
            + "\"signals\":[[\"alien\",3.5,0,0,\"0123\"]]";

    private static JournalEntry entry(String subject, String itemId, double value, Instant time, String text) {
        SyntheticSignal signal = new SyntheticSignal(
                SignalKind.USER,
                Optional.of(subject),
                itemId,
                value,
                Set.of("up", "heat"),
                new Origin("g", "m", "v", "ab", time, 2));
        Map<String, List<JournalEntry.Answer>> answers = new LinkedHashMap<>();
        answers.put(itemId, List.of(new JournalEntry.Answer(signal, "0123")));
        return new JournalEntry(
                "00ff",
                "d",
                SignalKind.USER,
                Optional.of(subject),
                "",
                RatingScale.of(1, 5, 0.5),
                2,
                Outcome.PARTIAL,
                text,
                new Usage(1, 100, 10, 20),
                Map.of(RejectionReason.MISSING, 1),
                answers);
    }

    private static JournalEntry readBack(JournalEntry entry) throws LineReader.BadLine {
        byte[] line = LineWriter.write(entry);
        assertThat(line[line.length - 1]).isEqualTo((byte) '\n');
        for (int k = 0; k < line.length - 1; k++) {
            assertThat(line[k]).isBetween((byte) ' ', (byte) '~');
        }
        return LineReader.read(Arrays.copyOf(line, line.length - 1));
    }

    private static SyntheticSignal onlySignal(JournalEntry entry) throws LineReader.BadLine {
        return readBack(entry).answers().values().iterator().next().get(0).signal();
    }

    private static byte[] sealed(String body) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        return (body + ",\"crc32c\":\"" + LineWriter.checksum(bytes, bytes.length) + "\"}")
                .getBytes(StandardCharsets.UTF_8);
    }

    /** The format is a promise: what was written by one version is read by the next. */
    @Test
    void write_isTheFormatOfVersionOne() {
        byte[] line = LineWriter.write(entry("ann", "alien", 3.5, Instant.EPOCH, "cut"));

        assertThat(new String(line, StandardCharsets.US_ASCII)).isEqualTo(PLAIN + ",\"crc32c\":\"beaafe33\"}\n");
    }

    /** The same promise for text that JSON would allow as it is. */
    @Test
    void write_textOutsideAscii_isEscapedUnitByUnit() {
        String text = "\"\\/<\n\t\b\u0000\u007f\u00e9\u2028\ud83e\udd8a\ud800";
        String escaped = "\\\"\\\\/<\\u000a\\u0009\\u0008\\u0000\\u007f\\u00e9\\u2028\\ud83e\\udd8a\\ud800";

        byte[] line = LineWriter.write(entry("ann", text, -0.0, Instant.EPOCH, text));

        assertThat(new String(line, StandardCharsets.US_ASCII))
                .isEqualTo(new String(
                                sealed(PLAIN.replace("cut", escaped)
                                        .replace("alien", escaped)
                                        .replace("3.5", "-0.0")),
                                StandardCharsets.US_ASCII)
                        + "\n");
    }

    @Test
    void write_personaWithoutSignals_isTheFormatOfVersionOne() {
        JournalEntry entry = new JournalEntry(
                "00ff",
                "",
                SignalKind.PERSONA,
                Optional.of("p"),
                "abcd",
                RatingScale.of(0.1, 1e10),
                3,
                Outcome.FAILED,
                "",
                Usage.NONE,
                Map.of(),
                Map.of());

        String body = "{\"warmstart\":1,\"request\":\"00ff\",\"design\":\"\",\"kind\":\"PERSONA\",\"subject\":\"p\","
                + "\"persona\":\"abcd\",\"scale\":[0.1,1.0E10,0.0],\"asked\":3,\"outcome\":\"FAILED\",\"reason\":\"\","
                + "\"usage\":[0,0,0,0],\"rejected\":{},\"origins\":[],\"shown\":[],\"signals\":[]";
        assertThat(LineWriter.write(entry))
                .asString(StandardCharsets.US_ASCII)
                .isEqualTo(new String(sealed(body), StandardCharsets.US_ASCII) + "\n");
    }

    @Test
    void checksum_ofTheUsualTestVector_isTheUsualOne() {
        assertThat(LineWriter.checksum("123456789".getBytes(StandardCharsets.US_ASCII), 9))
                .isEqualTo("e3069283");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "line\nbreak\r\n\u2028\u2029\u0085",
                "\u0000\u0001\u001f\u007f\t\b\f",
                "\"quoted\\\" \\u0041 {}[],:",
                "日本語 🦊 é e\u0301",
                "\ud800",
                "\udc00\ud800",
                "a\ud83eb",
                "\ufeff\uffff\ufffe",
                "','crc32c':'",
            })
    void hostileText_comesBackUnitByUnit(String text) throws LineReader.BadLine {
        JournalEntry entry = entry("user" + text, "item" + text, 3, Instant.EPOCH, text);

        assertThat(readBack(entry)).isEqualTo(entry);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void anyUnits_comeBack(long seed) throws LineReader.BadLine {
        SplittableRandom random = new SplittableRandom(seed);
        StringBuilder text = new StringBuilder();
        for (int k = 0; k < 5000; k++) {
            text.append((char) random.nextInt(1 << 16));
        }
        JournalEntry entry = entry("u" + text, "i" + text, random.nextGaussian(), Instant.EPOCH, text.toString());

        assertThat(readBack(entry)).as("seed %d", seed).isEqualTo(entry);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.1 + 0.2, Double.MIN_VALUE, Double.MAX_VALUE, -0.0, 1e21, 4.000000000000001})
    void value_comesBackToTheBit(double value) throws LineReader.BadLine {
        JournalEntry entry = entry("ann", "alien", value, Instant.EPOCH, "");

        double back = onlySignal(entry).value();

        assertThat(Double.doubleToLongBits(back)).isEqualTo(Double.doubleToLongBits(value));
    }

    @Test
    void time_comesBackToTheNanosecond() throws LineReader.BadLine {
        for (Instant time : new Instant[] {Instant.MIN, Instant.MAX, Instant.parse("2026-02-28T23:59:59.123456789Z")}) {
            assertThat(onlySignal(entry("ann", "alien", 3, time, "")).origin().time())
                    .isEqualTo(time);
        }
    }

    @Test
    void read_anyByteChanged_isToldByTheChecksum() {
        byte[] good = sealed(PLAIN);
        for (int k = 0; k < good.length; k++) {
            byte[] bad = good.clone();
            bad[k] ^= 1;
            assertThatThrownBy(() -> LineReader.read(bad))
                    .as("byte %d", k)
                    .isInstanceOfSatisfying(
                            LineReader.BadLine.class, e -> assertThat(e.torn).isTrue());
        }
    }

    @Test
    void read_unknownMembersAndAWindowsLineBreak_arePassedOver() throws LineReader.BadLine {
        byte[] line = sealed(PLAIN.replace("\"asked\"", "\"later\":{\"a\":[1,null]},\"asked\""));
        byte[] windows = Arrays.copyOf(line, line.length + 1);
        windows[line.length] = '\r';

        assertThat(LineReader.read(windows)).isEqualTo(entry("ann", "alien", 3.5, Instant.EPOCH, "cut"));
    }

    @Test
    void read_sealedNonsense_saysWhatIsWrong() {
        assertBad("{\"warmstart\":2", "must be of format version 1 or less, but is of 2: it was written by a newer");
        assertBad("{\"warmstart\":1", "request, design, kind and outcome must all be there");
        assertBad(PLAIN.replace("USER", "ALIEN"), "No enum constant");
        assertBad(PLAIN.replace("0,0,\"0123\"", "1,0,\"0123\""), "no such origin or evidence at item 'alien'");
        assertBad(PLAIN.replace("0,0,\"0123\"", "0,7,\"0123\""), "no such origin or evidence at item 'alien'");
        assertBad(PLAIN.replace("\"ab\",", ""), "an origin must have six parts, but has 5");
        assertBad(PLAIN.replace("1970-01-01T00:00:00Z", "yesterday"), "could not be parsed");
        assertBad(PLAIN.replace("3.5", "\"NaN\""), "JSON forbids NaN and infinities");
        assertBad(PLAIN.replace("[1.0,5.0", "[5.0,1.0"), "lowest and highest must be finite and in order");
        assertBad(PLAIN + "]", "");
    }

    private static void assertBad(String body, String message) {
        assertThatThrownBy(() -> LineReader.read(sealed(body)))
                .isInstanceOfSatisfying(
                        LineReader.BadLine.class, e -> assertThat(e.torn).isFalse())
                .hasMessageContaining(message);
    }
}
