// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.openai.testkit.script;

import io.github.warmstart.openai.testkit.internal.base.SeededRandom;
import io.github.warmstart.openai.testkit.script.FakeRatings.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * {@link FakeRatings} by a model that does not do as it is told: it gives numbers as texts, values off the scale, items that
 * nobody asked about, the same item twice, too few items, fences, prose and thoughts around the answer, and answers that
 * are cut.
 *
 * <p>Which vice an answer has depends on the seed, the prompt and its attempt alone.
 */
public final class SloppyRatings implements FakeModel {

    private static final double OFF_SCALE = 100;

    private final long seed;
    private final double rate;

    /**
     * A sloppy model.
     *
     * @param seed draws the vices
     * @param rate how many of the answers have a vice, 0 to 1
     * @throws IllegalArgumentException if the rate is none
     */
    public SloppyRatings(long seed, double rate) {
        if (!(rate >= 0 && rate <= 1)) {
            throw new IllegalArgumentException("rate must be between 0 and 1, but was " + rate);
        }
        this.seed = seed;
        this.rate = rate;
    }

    /** What a model does wrong. */
    private enum Vice {
        TEXT_FOR_NUMBERS,
        OFF_SCALE,
        INVENTED,
        REPEATED,
        CONTRADICTED,
        MISSING,
        FENCE,
        PROSE,
        THOUGHTS,
        CUT
    }

    @Override
    public FakeAnswer answer(FakeRequest request) {
        SplittableRandom random = SeededRandom.of(seed, request.user(), "vice of attempt " + request.attempt());
        List<Row> rows = new ArrayList<>(FakeRatings.rows(request));
        if (rows.isEmpty() || random.nextDouble() >= rate) {
            return FakeAnswer.of(FakeRatings.json(rows));
        }
        Vice vice = Vice.values()[random.nextInt(Vice.values().length)];
        return switch (vice) {
            case FENCE -> FakeAnswer.of("```json\n" + FakeRatings.json(rows) + "\n```");
            case PROSE ->
                FakeAnswer.of("Sure! Here are my ratings:\n\n" + FakeRatings.json(rows) + "\n\nI hope this helps.");
            case THOUGHTS ->
                FakeAnswer.of(
                        "<think>Item 1 could be {\"n\":1,\"rating\":2}, or not.</think>\n" + FakeRatings.json(rows));
            case CUT -> cut(FakeRatings.json(rows), random);
            default -> {
                spoil(vice, rows, random);
                yield FakeAnswer.of(FakeRatings.json(rows));
            }
        };
    }

    private static FakeAnswer cut(String json, SplittableRandom random) {
        int half = json.length() / 2;
        return FakeAnswer.cut(json.substring(0, half + random.nextInt(Math.max(1, half - 2))));
    }

    private static void spoil(Vice vice, List<Row> rows, SplittableRandom random) {
        int at = random.nextInt(rows.size());
        Row row = rows.get(at);
        switch (vice) {
            case TEXT_FOR_NUMBERS -> rows.replaceAll(all -> new Row(quoted(all.number()), quoted(all.rating())));
            case OFF_SCALE -> rows.set(at, new Row(row.number(), FakeRatings.number(OFF_SCALE)));
            case INVENTED -> rows.add(at, new Row(String.valueOf(rows.size() + 1 + random.nextInt(5)), "3"));
            case REPEATED -> rows.add(row);
            case CONTRADICTED ->
                rows.add(new Row(row.number(), FakeRatings.number(Double.parseDouble(row.rating()) == 3 ? 2 : 3)));
            default -> rows.remove(at);
        }
    }

    private static String quoted(String number) {
        return '"' + number + '"';
    }
}
