// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.rating;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimeFormatTest {

    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    @ParameterizedTest
    @CsvSource({
        "2000-07-30, 2000-07-30T00:00:00Z",
        "2000-07-30 18:45, 2000-07-30T18:45:00Z",
        "2000-07-30 18:45:03, 2000-07-30T18:45:03Z",
        "2000-07-30T18:45:03, 2000-07-30T18:45:03Z",
        "2000-07-30T18:45:03.25, 2000-07-30T18:45:03.250Z",
        "2000-07-30t18:45:03z, 2000-07-30T18:45:03Z",
        "2000-07-30T18:45:03Z, 2000-07-30T18:45:03Z",
        "2000-07-30 20:45:03+02, 2000-07-30T18:45:03Z",
        "2000-07-30T20:45:03+0200, 2000-07-30T18:45:03Z",
        "2000-07-30 20:45:03 +02:00, 2000-07-30T18:45:03Z",
        "2000-07-30T20:45:03+02:00[Europe/Berlin], 2000-07-30T18:45:03Z",
        "2000-07-30 13:15:03.123456789-05:30, 2000-07-30T18:45:03.123456789Z"
    })
    void iso_aDateOrTime_isUnderstood(String text, Instant expected) {
        assertThat(TimeFormat.ISO_8601.parse(" " + text + " ")).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "yesterday",
                "2000",
                "2000-07",
                "2000-13-01",
                "2000-02-30",
                "30.07.2000",
                "2000-07-30T",
                "2000-07-30 25:00",
                "2000-07-3018:45",
                "2000-07-30T18:45:03+25",
                "964982703",
                "2000-07-30T18:45:03 noon",
                "NaT"
            })
    void iso_anotherText_isNoTime(String text) {
        assertThat(TimeFormat.ISO_8601.parse(text)).isNull();
        assertThat(TimeFormat.ISO_8601.rule())
                .isEqualTo("must be a date or time such as 2000-07-30 or 2000-07-30T18:45:03Z");
    }

    @ParameterizedTest
    @CsvSource({
        "964982703, 2000-07-30T18:45:03Z",
        "964982703.0, 2000-07-30T18:45:03Z",
        "964982703.5, 2000-07-30T18:45:03.500Z",
        "9.64982703E8, 2000-07-30T18:45:03Z",
        "-0.5, 1969-12-31T23:59:59.500Z",
        "0, 1970-01-01T00:00:00Z"
    })
    void epochSeconds_wholeOrNot_isUnderstood(String text, Instant expected) {
        assertThat(TimeFormat.EPOCH_SECONDS.parse(text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "964982703000, 2000-07-30T18:45:03Z",
        "964982703000.0, 2000-07-30T18:45:03Z",
        "9.649827035E11, 2000-07-30T18:45:03.500Z"
    })
    void epochMillis_wholeOrNot_isUnderstood(String text, Instant expected) {
        assertThat(TimeFormat.EPOCH_MILLIS.parse(text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "NaN",
                "Infinity",
                "nan",
                "964982703000",
                "-964982703000",
                "1e999999999",
                "1e-999999999999",
                "0x10",
                "12,5",
                "253402300800",
                "99999999999999999999999999999999999999999999999"
            })
    void epochSeconds_anotherText_isNoTime(String text) {
        assertThat(TimeFormat.EPOCH_SECONDS.parse(text)).isNull();
    }

    @Test
    void inZone_aTimeWithoutOffset_isInThatZone() {
        TimeFormat format = TimeFormat.ISO_8601.inZone(BERLIN);

        assertThat(format.parse("2000-07-30 20:45:03")).isEqualTo(Instant.parse("2000-07-30T18:45:03Z"));
        assertThat(format.parse("2000-01-30")).isEqualTo(Instant.parse("2000-01-29T23:00:00Z"));
        assertThat(format.parse("2000-07-30T18:45:03Z")).isEqualTo(Instant.parse("2000-07-30T18:45:03Z"));
        assertThat(format.parse("2024-03-31 02:30")).as("a gap").isEqualTo(Instant.parse("2024-03-31T01:30:00Z"));
        assertThat(format.parse("2024-10-27 02:30")).as("an overlap").isEqualTo(Instant.parse("2024-10-27T00:30:00Z"));
        assertThat(format).isNotEqualTo(TimeFormat.ISO_8601).hasToString("ISO_8601 in Europe/Berlin");
        assertThat(format)
                .isEqualTo(TimeFormat.ISO_8601.inZone(BERLIN))
                .hasSameHashCodeAs(TimeFormat.ISO_8601.inZone(BERLIN));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "d.M.yyyy|30.7.2000|2000-07-30T00:00:00Z",
                "MM/dd/yyyy hh:mm a|07/30/2000 06:45 PM|2000-07-30T18:45:00Z",
                "MM/dd/yyyy hh:mm a|07/30/2000 06:45 pm|2000-07-30T18:45:00Z",
                "d/M/uuuu|30/7/2000|2000-07-30T00:00:00Z",
                "d.M.yy|30.7.00|2000-07-30T00:00:00Z",
                "MMM d, yyyy|jul 30, 2000|2000-07-30T00:00:00Z",
                "yyyyMMdd'T'HHmmssX|20000730T204503+02|2000-07-30T18:45:03Z",
                "EEE MMM dd HH:mm:ss xx yyyy|Sun Jul 30 18:45:03 +0000 2000|2000-07-30T18:45:03Z"
            })
    void ofPattern_aTimeOfThePattern_isUnderstood(String pattern, String text, Instant expected) {
        assertThat(TimeFormat.ofPattern(pattern).parse(text)).isEqualTo(expected);
    }

    @Test
    void ofPattern_anotherText_isNoTimeAndTheRuleShowsAnExample() {
        TimeFormat format = TimeFormat.ofPattern("d.M.yyyy HH:mm");

        assertThat(format.parse("2000-07-30")).isNull();
        assertThat(format.parse("30.2.2000 18:45")).isNull();
        assertThat(format.rule()).isEqualTo("must be a time such as 30.7.2000 18:45, by the pattern 'd.M.yyyy HH:mm'");
        assertThat(format.inZone(BERLIN).parse("30.7.2000 20:45")).isEqualTo(Instant.parse("2000-07-30T18:45:00Z"));
        assertThat(format).isEqualTo(TimeFormat.ofPattern("d.M.yyyy HH:mm")).hasToString("d.M.yyyy HH:mm");
    }

    @Test
    void ofPattern_withoutADate_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TimeFormat.ofPattern("HH:mm"))
                .withMessage("pattern must have year, month and day, but was 'HH:mm'");
        assertThatIllegalArgumentException().isThrownBy(() -> TimeFormat.ofPattern("yyyy-bb"));
    }
}
