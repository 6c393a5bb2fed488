// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.source.csv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.warmstart.fixture.RecordingSink;
import io.github.warmstart.rating.BadRow;
import io.github.warmstart.rating.BadRow.RowLocation;
import io.github.warmstart.rating.BadRowPolicy;
import io.github.warmstart.rating.Rating;
import io.github.warmstart.rating.RatingException;
import io.github.warmstart.rating.RatingScale;
import io.github.warmstart.rating.RatingSink;
import io.github.warmstart.rating.RatingSource;
import io.github.warmstart.rating.ReadReport;
import io.github.warmstart.rating.ReadRules;
import io.github.warmstart.rating.TimeFormat;
import io.github.warmstart.rating.table.RatingTable;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CsvRatingsTest {

    private static final RatingScale STARS = RatingScale.of(1, 5);

    @TempDir
    Path folder;

    @Test
    void read_ofAPlainFile_givesRatingsInOrderWithTheirLines() {
        RecordingSink sink = read("userId,itemId,rating\nann,alien,5\nbob,brazil,3.5\n");

        assertThat(sink.ratings).containsExactly(new Rating("ann", "alien", 5), new Rating("bob", "brazil", 3.5));
        assertThat(sink.locations).containsExactly(place(2), place(3));
        assertThat(sink.bad).isEmpty();
    }

    @Test
    void read_twice_startsAtTheBeginningEachTime() {
        RatingSource source = plain("userId,itemId,rating\nann,alien,5\n");

        assertThat(RecordingSink.of(source).ratings).isEqualTo(RecordingSink.of(source).ratings);
    }

    @Test
    void read_columnsInAnotherOrderAmongOthers_findsThemByName() {
        CsvRatings source = CsvRatings.builder(
                        file("note,stars,film,who\n\"good,\nvery \"\"good\"\"\",4,alien,ann\nx,3,brazil,bob\n"), STARS)
                .columns("who", "film", "stars")
                .build();

        RecordingSink sink = RecordingSink.of(source);

        assertThat(sink.ratings).containsExactly(new Rating("ann", "alien", 4), new Rating("bob", "brazil", 3));
        assertThat(sink.locations).containsExactly(place(2), place(4));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n", "\r"})
    void read_anyLineEnd_isUnderstood(String end) {
        String text = String.join(
                end, "userId,itemId,rating", "", "ann,alien,5", "   ", "\"bob\",\"bra" + end + "zil\",4", "cy,alien,x");

        RecordingSink sink = read(text);

        assertThat(sink.ratings)
                .containsExactly(new Rating("ann", "alien", 5), new Rating("bob", "bra" + end + "zil", 4));
        assertThat(sink.locations).containsExactly(place(3), place(5));
        assertThat(sink.bad).containsExactly(new BadRow(place(7), "rating", "x", "must be a number"));
    }

    @Test
    void read_aByteOrderMark_isSkipped() {
        assertThat(read("\uFEFFuserId,itemId,rating\nann,alien,5\n").ratings).hasSize(1);
    }

    @Test
    void read_aByteOrderMarkBeforeAQuote_isSkipped() {
        assertThat(read("\uFEFF\"userId\",itemId,rating\nann,alien,5\n").ratings)
                .hasSize(1);
    }

    @Test
    void read_withoutHeader_findsColumnsByNumber() {
        CsvRatings source = CsvRatings.builder(file("5;x;ann;alien\n4;y;bob;'bra;zil'"), STARS)
                .columns(3, 4, 1)
                .separator(";")
                .quote('\'')
                .build();

        assertThat(RecordingSink.of(source).ratings)
                .containsExactly(new Rating("ann", "alien", 5), new Rating("bob", "bra;zil", 4));
    }

    @Test
    void read_times_followTheFormat() {
        Rating expected = new Rating("ann", "alien", 5, Instant.parse("2000-07-30T18:45:03Z"));

        assertThat(RecordingSink.of(timed(TimeFormat.EPOCH_SECONDS, "964982703")).ratings)
                .containsExactly(expected);
        assertThat(RecordingSink.of(timed(TimeFormat.ISO_8601, " 2000-07-30T20:45:03+02:00 ")).ratings)
                .containsExactly(expected);
    }

    @Test
    void read_anEmptyTime_isUnknown() {
        assertThat(RecordingSink.of(timed(TimeFormat.EPOCH_SECONDS, " ")).ratings)
                .containsExactly(new Rating("ann", "alien", 5));
    }

    @Test
    void read_aMalformedTime_isABadRow() {
        assertThat(RecordingSink.of(timed(TimeFormat.EPOCH_SECONDS, "964982703000")).bad)
                .containsExactly(new BadRow(
                        place(2), "when", "964982703000", "must be seconds since 1970, before the year 10000"));
    }

    @Test
    void read_aMarkForNotRated_isCountedApartFromDamage() {
        CsvRatings source = CsvRatings.builder(
                        file("userId,itemId,rating\nann,alien,0\nann,brazil,-1.0\nann,cube,\nann,dune,x\nann,eden,4\n"),
                        STARS)
                .notRated("0", "-1", "")
                .build();

        ReadReport report = RatingTable.builder(STARS)
                .readRules(ReadRules.DEFAULT.withBadRows(BadRowPolicy.skipUpTo(1)))
                .addAll(source)
                .build()
                .readReport();

        assertThat(report.rows()).isEqualTo(5);
        assertThat(report.kept()).isEqualTo(1);
        assertThat(report.notRated()).isEqualTo(3);
        assertThat(report.examples()).containsExactly(new BadRow(place(5), "rating", "x", "must be a number"));
    }

    @Test
    void read_aStatedCharset_isUsed() {
        write("userId,itemId,rating\nren\u00e9,alien,4\n", StandardCharsets.ISO_8859_1);
        assertThat(RecordingSink.of(CsvRatings.builder(path(), STARS)
                                .charset(StandardCharsets.ISO_8859_1)
                                .build())
                        .ratings)
                .containsExactly(new Rating("ren\u00e9", "alien", 4));

        write("userId,itemId,rating\nann,alien,4\n", StandardCharsets.UTF_16);
        assertThat(RecordingSink.of(CsvRatings.builder(path(), STARS)
                                .charset(StandardCharsets.UTF_16)
                                .build())
                        .ratings)
                .containsExactly(new Rating("ann", "alien", 4));
    }

    @Test
    void read_damageInAColumnThatIsNotRead_doesNotMatter() {
        write("userId,itemId,rating,ti\u00e9re\nann,alien,4,caf\u00e9\n", StandardCharsets.ISO_8859_1);

        RecordingSink sink = RecordingSink.of(CsvRatings.builder(path(), STARS).build());

        assertThat(sink.ratings).containsExactly(new Rating("ann", "alien", 4));
        assertThat(sink.bad).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ann,alien,five|rating|five|must be a number",
                "ann,alien,|rating|''|must be a number",
                "ann,alien,5f|rating|5f|must be a number",
                "ann,alien,NaN|rating|NaN|must be finite",
                "ann,alien,-Infinity|rating|-Infinity|must be finite",
                "ann,alien,1e999|rating|1e999|must be finite",
                "'  ,alien,5'|userId|'  '|must not be blank",
                "'ann,\"\",5'|itemId|''|must not be blank",
                "ann,alien|columns|2|must be 3 as in the header",
                "'ann,alien,5,'|columns|4|must be 3 as in the header",
                "'\"ann\"x,alien,5'|userId|'\"ann\"x,alien,5'|must close each quote at its end, and double those inside",
                "'ann,\"alien,5'|itemId|'ann,\"alien,5'|must close each quote at its end, and double those inside"
            })
    void read_aBadRow_isNamedAndTheRestIsRead(String line, String column, String value, String rule) {
        RecordingSink sink = read("userId,itemId,rating\nann,up,1\n" + line + "\nbob,up,2\ncy,\"up\",3\n");

        assertThat(sink.bad).containsExactly(new BadRow(place(3), column, value, rule));
        assertThat(sink.ratings)
                .containsExactly(new Rating("ann", "up", 1), new Rating("bob", "up", 2), new Rating("cy", "up", 3));
        assertThat(sink.locations).containsExactly(place(2), place(4), place(5));
    }

    @Test
    void read_aBadRow_endsTheReadingOfATableWithAMessage() {
        RatingSource source = plain("userId,itemId,rating\nann,alien,five\n");

        assertThatThrownBy(() -> RatingTable.read(source))
                .isInstanceOf(RatingException.class)
                .hasMessage(path() + ":2: rating must be a number, but was 'five':"
                        + " fix the row, or skip bad rows with BadRowPolicy.skipUpTo(n)");
    }

    @Test
    void read_aRatingOffTheScale_isNamedByTheTable() {
        RatingSource source = plain("userId,itemId,rating\nann,alien,5\nbob,alien,5.5\n");

        assertThatThrownBy(() -> RatingTable.read(source))
                .isInstanceOf(RatingException.class)
                .hasMessageStartingWith(path() + ":3: rating must be on the scale 1.0..5.0, but was '5.5'");
    }

    @Test
    void read_manyUnclosedQuotes_costOneRowEach() {
        StringBuilder text = new StringBuilder("userId,itemId,rating\r\n");
        for (int row = 0; row < 40_000; row++) {
            text.append(row % 100 == 7 ? "\"u" : "u").append(row).append(",up,3\r\n");
        }

        RecordingSink sink = read(text.toString());

        assertThat(sink.bad).hasSize(400);
        assertThat(sink.bad.get(399).location()).isEqualTo(place(39_909));
        assertThat(sink.ratings).hasSize(39_600);
        assertThat(sink.locations.get(39_599)).isEqualTo(place(40_001));
    }

    @Test
    void read_bytesThatAreNotUtf8_areNamedByLineAndColumn() {
        write("userId,itemId,rating\nann,alien,5\nren\u00e9,brazil,4\nzo\u00eb,up,3\n", StandardCharsets.ISO_8859_1);

        RecordingSink sink = RecordingSink.of(CsvRatings.builder(path(), STARS).build());

        assertThat(sink.bad)
                .containsExactly(
                        new BadRow(place(3), "userId", "ren\uFFFD", "must be valid UTF-8"),
                        new BadRow(place(4), "userId", "zo\uFFFD", "must be valid UTF-8"));
    }

    @Test
    void read_textBeyondAscii_isKept() {
        assertThat(read("userId,itemId,rating\nzo\u00eb,\u5bc4\u751f\u866b \uD83D\uDC1F,5\n").ratings)
                .containsExactly(new Rating("zo\u00eb", "\u5bc4\u751f\u866b \uD83D\uDC1F", 5));
    }

    @Test
    void read_aHeaderInUtf16_isAnError() {
        write("userId,itemId,rating\nann,alien,5\n", StandardCharsets.UTF_16);

        assertThatThrownBy(() -> read(CsvRatings.builder(path(), STARS).build()))
                .isInstanceOf(RatingException.class)
                .hasMessageContaining(":1: header must be valid UTF-8")
                .hasMessageEndingWith("say the charset of the file with charset(...)");
    }

    @Test
    void read_withoutAHeaderColumn_saysWhatIsMissing() {
        assertThatThrownBy(() -> read("1,31,2.5\n"))
                .isInstanceOf(RatingException.class)
                .hasMessage(
                        path() + ":1: header must have the column 'userId' once, but was '1,31,2.5': say which columns"
                                + " to read with columns(...) and timeColumn(...), by number if there is no header");
    }

    @Test
    void read_aHeaderColumnTwice_isAnError() {
        assertThatThrownBy(() -> read("userId,itemId,rating,rating\n"))
                .hasMessageContaining("header must have the column 'rating' once");
    }

    @Test
    void read_aMissingFile_isAnError() {
        CsvRatings source = CsvRatings.builder(path(), STARS).build();

        assertThatThrownBy(() -> read(source))
                .isInstanceOf(RatingException.class)
                .hasMessage("path must be an existing file, but there is no '%s'".formatted(path()));
    }

    @Test
    void read_aDirectory_isAnError() {
        assertThatThrownBy(() -> read(CsvRatings.builder(folder, STARS).build()))
                .isInstanceOf(RatingException.class)
                .hasMessage("path must be a file, but '%s' is a directory".formatted(folder));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n\n", "\uFEFF"})
    void read_anEmptyFileWhereAHeaderBelongs_saysWhatWasExpected(String text) {
        assertThatThrownBy(() -> read(text))
                .isInstanceOf(RatingException.class)
                .hasMessage(path() + ":1: header must have the columns userId, itemId, rating, but the file is empty");
    }

    @ParameterizedTest
    @ValueSource(strings = {"userId,itemId,rating", "userId,itemId,rating\n"})
    void read_aHeaderAlone_isNoRatings(String text) {
        assertThat(RatingTable.read(plain(text)).size()).isZero();
    }

    @Test
    void read_anEmptyFileWithoutHeader_isNoRatings() {
        CsvRatings source = CsvRatings.builder(file(""), STARS).columns(1, 2, 3).build();

        assertThat(RatingTable.read(source).size()).isZero();
    }

    @Test
    void read_oneLineWithoutHeader_isOneRating() {
        CsvRatings source =
                CsvRatings.builder(file("ann,alien,5"), STARS).columns(1, 2, 3).build();

        assertThat(RecordingSink.of(source).ratings).containsExactly(new Rating("ann", "alien", 5));
    }

    @Test
    void read_withoutHeader_expectsTheColumnsOfTheFirstWideRow() {
        CsvRatings source = CsvRatings.builder(file("ann,alien\nann,alien,5,x\nbob,alien,4\n,up,x,y\n"), STARS)
                .columns(1, 2, 3)
                .build();

        assertThat(RecordingSink.of(source).bad)
                .containsExactly(
                        new BadRow(place(1), "columns", "2", "must be at least 3"),
                        new BadRow(place(3), "columns", "3", "must be 4 as in line 2"),
                        new BadRow(place(4), "column 1", "", "must not be blank"));
    }

    @Test
    void read_whenTheSinkThrows_stopsAtOnceAndClosesTheFile() throws IOException {
        RatingSource source = plain("userId,itemId,rating\nann,alien,5\nbob,alien,x\ncy,alien,x\n");
        IllegalStateException enough = new IllegalStateException("enough");
        RatingSink refusing = new RatingSink() {
            @Override
            public void accept(Rating rating, RowLocation location) {
                throw enough;
            }

            @Override
            public void reject(BadRow row) {
                throw new AssertionError("read past the end: " + row);
            }
        };

        assertThatThrownBy(() -> source.read(refusing)).isSameAs(enough);
        Files.delete(path());
    }

    @Test
    void build_contradictoryOptions_areRefused() {
        CsvRatings.Builder builder = CsvRatings.builder(path(), STARS);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.columns(1, 2, 3).timeColumn("when").build())
                .withMessage("columns must be all names or all numbers, but were [1, 2, 3, when]");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.columns(1, 2, 2).timeColumn(4).build())
                .withMessage("columns must differ, but were [1, 2, 2, 4]");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.columns(0, 1, 2))
                .withMessage("number of a column must be between 1 and 10000, but was 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.columns(1, 2, 3).separator("").build())
                .withMessage("separator must be one character or more and no line end, but was ''");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.separator(",").quote(',').build())
                .withMessage("quote must be neither a line end nor the separator, but was ','");
    }

    @Test
    void toBuilder_losesNothing() {
        CsvRatings source = CsvRatings.builder(path(), STARS)
                .columns(3, 2, 1)
                .timeColumn(5)
                .timeFormat(TimeFormat.ISO_8601)
                .separator("::")
                .quote('\'')
                .charset(StandardCharsets.ISO_8859_1)
                .notRated("99")
                .build();

        assertThat(source.toBuilder().build()).usingRecursiveComparison().isEqualTo(source);
        assertThat(source.header()).isFalse();
        assertThat(source.columns()).containsExactly("3", "2", "1");
        assertThat(source.timeColumn()).contains("5");
        assertThat(source).hasToString(path().toString());
    }

    @Test
    void defaults_areTheDocumentedOnes() {
        CsvRatings source = CsvRatings.builder(path(), STARS).build();

        assertThat(source.columns()).isEqualTo(List.of("userId", "itemId", "rating"));
        assertThat(source.timeColumn()).isEmpty();
        assertThat(source.timeFormat()).isEqualTo(TimeFormat.EPOCH_SECONDS);
        assertThat(source.separator()).isEqualTo(",");
        assertThat(source.quote()).isEqualTo('"');
        assertThat(source.header()).isTrue();
        assertThat(source.charset()).isEqualTo(StandardCharsets.UTF_8);
        assertThat(source.notRated()).isEmpty();
    }

    private CsvRatings timed(TimeFormat format, String time) {
        return CsvRatings.builder(file("userId,itemId,rating,when\nann,alien,5," + time + "\n"), STARS)
                .timeColumn("when")
                .timeFormat(format)
                .build();
    }

    private RecordingSink read(String text) {
        return RecordingSink.of(plain(text));
    }

    private static void read(RatingSource source) {
        source.read(new RecordingSink());
    }

    private CsvRatings plain(String text) {
        return CsvRatings.builder(file(text), STARS).build();
    }

    private Path path() {
        return folder.resolve("ratings.csv");
    }

    private RowLocation place(long line) {
        return new RowLocation(path().toString(), line);
    }

    private Path file(String text) {
        return write(text, StandardCharsets.UTF_8);
    }

    private Path write(String text, Charset charset) {
        try {
            return Files.writeString(path(), text, charset);
        } catch (IOException failed) {
            throw new AssertionError(failed);
        }
    }
}
