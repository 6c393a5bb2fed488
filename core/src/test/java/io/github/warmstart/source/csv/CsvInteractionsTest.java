// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.source.csv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.warmstart.fixture.RecordingInteractions;
import io.github.warmstart.fixture.RecordingSink;
import io.github.warmstart.interaction.Interaction;
import io.github.warmstart.interaction.InteractionTable;
import io.github.warmstart.rating.BadRow;
import io.github.warmstart.rating.BadRow.RowLocation;
import io.github.warmstart.rating.BadRowPolicy;
import io.github.warmstart.rating.RatingException;
import io.github.warmstart.rating.RatingScale;
import io.github.warmstart.rating.ReadRules;
import io.github.warmstart.rating.TimeFormat;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CsvInteractionsTest {

    private static final Instant TIME = Instant.parse("2000-07-30T18:45:03Z");

    /** Pieces of fields, good and bad, of which random files are made. */
    private static final List<String> IDS = List.of(
            "ann", "bob", " ", "", "\"a,b\"", "\"two\nlines\"", "\"open", "x\"y", "caf\u00e9", "\uFFFD", "\"\"", "0");

    @TempDir
    Path folder;

    @Test
    void read_aFileWithoutRatings_givesInteractionsWithTheirLines() {
        RecordingInteractions sink = read("userId,itemId\nann,alien\nbob,brazil\n");

        assertThat(sink.interactions)
                .containsExactly(new Interaction("ann", "alien"), new Interaction("bob", "brazil"));
        assertThat(sink.locations).containsExactly(place(2), place(3));
        assertThat(sink.bad).isEmpty();
    }

    @Test
    void read_countsAndTimesAmongOtherColumns_areFoundByName() {
        CsvInteractions source = CsvInteractions.builder(file(
                        "note;pieces;article;when;customer\nx;3;alien;2000-07-30 20:45:03;ann\ny; 1.0 ;brazil;;bob\n"))
                .columns("customer", "article")
                .countColumn("pieces")
                .timeColumn("when")
                .timeFormat(TimeFormat.ISO_8601.inZone(ZoneId.of("Europe/Berlin")))
                .separator(";")
                .build();

        assertThat(RecordingInteractions.of(source).interactions)
                .containsExactly(new Interaction("ann", "alien", TIME, 3), new Interaction("bob", "brazil"));
    }

    @Test
    void read_withoutHeader_findsColumnsByNumber() {
        CsvInteractions source = CsvInteractions.builder(file("2::ann::x::alien::964982703\n"))
                .columns(2, 4)
                .countColumn(1)
                .timeColumn(5)
                .separator("::")
                .build();

        assertThat(RecordingInteractions.of(source).interactions)
                .containsExactly(new Interaction("ann", "alien", TIME, 2));
    }

    @Test
    void read_ratingsAsChoices_doesNotLookAtTheRatings() {
        assertThat(read("userId,itemId,rating\nann,alien,nonsense\n").interactions)
                .containsExactly(new Interaction("ann", "alien"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "1.5", "", " ", "NaN", "Infinity", "1e10", "2147483648", "two", "1,5", "0x1"})
    void read_aCountThatIsNone_isABadRow(String count) {
        CsvInteractions source = CsvInteractions.builder(
                        file("userId,itemId,n\nann,alien,\"" + count + "\"\nbob,alien,2147483647\n"))
                .countColumn("n")
                .build();

        RecordingInteractions sink = RecordingInteractions.of(source);

        assertThat(sink.bad)
                .containsExactly(new BadRow(place(2), "n", count, "must be a whole number from 1 to 2147483647"));
        assertThat(sink.interactions).containsExactly(new Interaction("bob", "alien", null, Integer.MAX_VALUE));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'  ,alien,'|userId|'  '|must not be blank",
                "'ann,\"\",'|itemId|''|must not be blank",
                "ann,alien|columns|2|must be 3 as in the header",
                "'ann,alien,,'|columns|4|must be 3 as in the header",
                "ann,alien,noon|when|noon|must be seconds since 1970, before the year 10000",
                "ann,alien,964982703000|when|964982703000|must be seconds since 1970, before the year 10000",
                "'\"ann\"x,alien,'|userId|'\"ann\"x,alien,'|must close each quote at its end, and double those inside",
                "'ann,\"alien,'|itemId|'ann,\"alien,'|must close each quote at its end, and double those inside",
                "'a\uFFFD,alien,'|userId|'a\uFFFD'|must be valid UTF-8"
            })
    void read_aBadRow_isNamedAndTheRestIsRead(String line, String column, String value, String rule) {
        CsvInteractions source = CsvInteractions.builder(
                        file("userId,itemId,when\nann,up,\n" + line + "\nbob,\"up\",1\n"))
                .timeColumn("when")
                .build();

        RecordingInteractions sink = RecordingInteractions.of(source);

        assertThat(sink.bad).containsExactly(new BadRow(place(3), column, value, rule));
        assertThat(sink.interactions)
                .containsExactly(new Interaction("ann", "up"), new Interaction("bob", "up", Instant.ofEpochSecond(1)));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void read_randomDamage_isJudgedAsInARatingFile(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        StringBuilder text =
                new StringBuilder(random.nextBoolean() ? "\uFEFF" : "").append("userId,itemId,rating,when\n");
        for (int row = 0; row < 300; row++) {
            text.append(pick(random)).append(',').append(pick(random)).append(",3,");
            text.append(random.nextInt(4) == 0 ? "never" : random.nextInt(4) == 0 ? "" : Integer.toString(row));
            text.append(random.nextInt(8) == 0 ? ",more" : "").append(random.nextBoolean() ? "\n" : "\r\n");
        }
        Path file = file(text.toString());

        RecordingSink ratings = RecordingSink.of(CsvRatings.builder(file, RatingScale.of(1, 5))
                .timeColumn("when")
                .build());
        RecordingInteractions choices = RecordingInteractions.of(
                CsvInteractions.builder(file).timeColumn("when").build());

        assertThat(choices.bad).as("seed %d", seed).isNotEmpty().isEqualTo(ratings.bad);
        assertThat(choices.locations).as("seed %d", seed).isNotEmpty().isEqualTo(ratings.locations);
        assertThat(choices.interactions)
                .as("seed %d", seed)
                .isEqualTo(ratings.ratings.stream()
                        .map(rating -> new Interaction(rating.userId(), rating.itemId(), rating.time()))
                        .toList());
    }

    private static String pick(SplittableRandom random) {
        return random.nextInt(3) > 0 ? "id" + random.nextInt(9) : IDS.get(random.nextInt(IDS.size()));
    }

    @Test
    void read_rowsOfTheSamePair_areCountedByTheTable() {
        InteractionTable table = InteractionTable.read(
                CsvInteractions.builder(file("userId,itemId,n\nann,alien,2\nann,brazil,1\nann,alien,3\n"))
                        .countColumn("n")
                        .build());

        assertThat(table.count(table.row(table.userIndex("ann"), table.itemIndex("alien"))))
                .isEqualTo(5);
        assertThat(table.size()).isEqualTo(2);
        assertThat(table.readReport().duplicates()).isEqualTo(1);
    }

    @Test
    void read_aBadRow_followsTheRulesOfTheTable() {
        CsvInteractions source = plain("userId,itemId\n,alien\nann,alien\n");

        assertThatThrownBy(() -> InteractionTable.read(source))
                .isInstanceOf(RatingException.class)
                .hasMessage(path() + ":2: userId must not be blank, but was '':"
                        + " fix the row, or skip bad rows with BadRowPolicy.skipUpTo(n)");
        assertThat(InteractionTable.builder()
                        .readRules(ReadRules.DEFAULT.withBadRows(BadRowPolicy.skipUpTo(1)))
                        .addAll(source)
                        .build()
                        .size())
                .isEqualTo(1);
    }

    @Test
    void read_aHugeField_isABadRow() {
        RecordingInteractions sink = read("userId,itemId\n" + "x".repeat(2_000_000) + ",alien\nann,alien\n");

        assertThat(sink.bad).hasSize(1);
        assertThat(sink.interactions).containsExactly(new Interaction("ann", "alien"));
    }

    @Test
    void read_aWrongHeader_isAnError() {
        assertThatThrownBy(() -> read(""))
                .hasMessage(path() + ":1: header must have the columns userId, itemId, but the file is empty");
        assertThatThrownBy(() -> read("userId,movieId\n"))
                .hasMessageContaining("header must have the column 'itemId' once, but was 'userId,movieId'");
        assertThatThrownBy(() -> read("userId,itemId,itemId\n"))
                .hasMessageContaining("header must have the column 'itemId' once");
        assertThat(read("userId,itemId,note,note\nann,alien,x,y\n").interactions)
                .hasSize(1);
    }

    @Test
    void build_contradictoryOptions_areRefused() {
        CsvInteractions.Builder builder = CsvInteractions.builder(path());

        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.columns(1, 2).countColumn("n").build())
                .withMessage("columns must be all names or all numbers, but were [1, 2, n]");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.countColumn(2).build())
                .withMessage("columns must differ, but were [1, 2, 2]");
    }

    @Test
    void toBuilder_losesNothing() {
        CsvInteractions source = CsvInteractions.builder(path())
                .columns(3, 2)
                .countColumn(4)
                .timeColumn(5)
                .timeFormat(TimeFormat.ofPattern("d.M.yyyy"))
                .separator("::")
                .quote('\'')
                .charset(StandardCharsets.ISO_8859_1)
                .build();

        assertThat(source.toBuilder().build()).usingRecursiveComparison().isEqualTo(source);
        assertThat(source.columns()).containsExactly("3", "2");
        assertThat(source.countColumn()).contains("4");
        assertThat(source).hasToString(path().toString());
        assertThat(CsvInteractions.builder(path()).build().countColumn()).isEmpty();
    }

    private RecordingInteractions read(String text) {
        return RecordingInteractions.of(plain(text));
    }

    private CsvInteractions plain(String text) {
        return CsvInteractions.builder(file(text)).build();
    }

    private Path path() {
        return folder.resolve("orders.csv");
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
