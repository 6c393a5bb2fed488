// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.prompt;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.warmstart.internal.reply.ReplyParser;
import io.github.warmstart.internal.reply.ReplyParser.Parsed;
import io.github.warmstart.rating.RatingScale;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Replies of known content with random damage. */
class DamagedReplyTest {

    private static final RatingScale SCALE = RatingScale.of(0, 10);
    private static final int REPLIES_PER_SEED = 200;
    private static final String[] JUNK = {
        "{",
        "}",
        "[",
        "]",
        "\"",
        ",",
        ":",
        "n",
        "\n",
        "```",
        "<think>",
        "</think>",
        "null",
        "NaN",
        "-",
        ".",
        "9",
        "/*",
        "\\",
        "{\"n\":1,"
    };

    static LongStream seeds() {
        return LongStream.rangeClosed(1, 25);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void parse_anyDamage_acceptsOnlyWhatWasAskedAndAccountsForAll(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < REPLIES_PER_SEED; i++) {
            int asked = random.nextInt(1, 12);
            String text = damaged(reply(asked, random), random);

            Parsed parsed = ReplyParser.parse(text, asked, SCALE);

            int rejected = parsed.rejected().values().stream()
                    .mapToInt(Integer::intValue)
                    .sum();
            assertThat(parsed.values().keySet()).as("seed %d: %s", seed, text).allMatch(n -> n >= 1 && n <= asked);
            assertThat(parsed.values().values()).as("seed %d: %s", seed, text).allMatch(SCALE::contains);
            assertThat(parsed.values().size() + rejected)
                    .as("seed %d: %s", seed, text)
                    .isGreaterThanOrEqualTo(asked);
        }
    }

    /** Sound rows among rows with one known fault, in any order and dress: the result is known exactly. */
    @ParameterizedTest
    @MethodSource("seeds")
    void parse_knownFaults_acceptsExactlyTheSoundRows(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < REPLIES_PER_SEED; i++) {
            int asked = random.nextInt(1, 12);
            TreeMap<Integer, Double> sound = new TreeMap<>();
            List<String> rows = new ArrayList<>();
            for (int n = 1; n <= asked; n++) {
                double value = random.nextInt(101) / 10.0;
                switch (random.nextInt(8)) {
                    case 0 -> rows.add("{\"n\":%d,\"rating\":%s}".formatted(n, value + 10.1));
                    case 1 -> rows.add("{\"n\":%d,\"rating\":\"%s of 10\"}".formatted(n, value));
                    case 2 -> rows.add("{\"n\":%d,\"rating\":%s}".formatted(asked + n, value));
                    case 3 -> {
                        rows.add("{\"n\":%d,\"rating\":%s}".formatted(n, value));
                        rows.add("{\"n\":%d,\"rating\":%s}".formatted(n, value < 5 ? value + 5 : value - 5));
                    }
                    default -> {
                        rows.add("{\"n\":%d,\"rating\":%s}".formatted(n, value));
                        sound.put(n, value);
                    }
                }
            }
            String text = dressed(shuffled(rows, random), random);

            assertThat(ReplyParser.parse(text, asked, SCALE).values())
                    .as("seed %d: %s", seed, text)
                    .isEqualTo(sound);
        }
    }

    private static String reply(int asked, SplittableRandom random) {
        List<String> rows = new ArrayList<>();
        for (int n = 1; n <= asked + 2; n++) {
            rows.add("{\"n\":%d,\"rating\":%s}".formatted(n, random.nextDouble(-2, 12)));
        }
        return dressed(shuffled(rows, random), random);
    }

    private static String dressed(List<String> rows, SplittableRandom random) {
        String array = "[" + String.join(random.nextBoolean() ? "," : ",\n", rows) + "]";
        return switch (random.nextInt(5)) {
            case 0 -> array;
            case 1 -> "```json\n{\"ratings\":" + array + "}\n```";
            case 2 -> "<think>1 is a {\"n\":1,\"rating\":2}</think>{\"data\":{\"items\":" + array + "}}";
            case 3 -> String.join("\n", rows);
            default -> "Here you are: {\"ratings\":" + array + "} I hope {this} helps.";
        };
    }

    private static String damaged(String text, SplittableRandom random) {
        StringBuilder damaged = new StringBuilder(text);
        for (int i = random.nextInt(6); i > 0; i--) {
            int at = random.nextInt(damaged.length());
            switch (random.nextInt(4)) {
                case 0 -> damaged.insert(at, JUNK[random.nextInt(JUNK.length)]);
                case 1 -> damaged.deleteCharAt(at);
                case 2 -> damaged.setCharAt(at, (char) random.nextInt(1, 256));
                default -> damaged.setLength(Math.max(1, at));
            }
            if (damaged.isEmpty()) {
                return "";
            }
        }
        return damaged.toString();
    }

    private static <T> List<T> shuffled(List<T> list, SplittableRandom random) {
        List<T> shuffled = new ArrayList<>(list);
        for (int i = shuffled.size() - 1; i > 0; i--) {
            Collections.swap(shuffled, i, random.nextInt(i + 1));
        }
        return shuffled;
    }
}
