// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.openai.testkit.script;

import io.github.warmstart.openai.testkit.internal.base.SeededRandom;
import io.github.warmstart.openai.testkit.script.FakeRatings.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * {@link FakeRatings} of a model that violates its instructions: numbers as strings, values outside the scale, unknown items,
 * repeated and missing items, code fences, prose and reasoning around the answer, and truncated answers.
 *
 * <p>The defect of an answer depends on the seed, the prompt and its attempt only.
 */
public final class SloppyRatings implements FakeModel {

    private static final double OFF_SCALE = 100;

    private final long seed;
    private final double rate;

    /**
     * Creates a model.
     *
     * @param seed seed of the defects
     * @param rate fraction of answers with a defect, 0 to 1
     * @throws IllegalArgumentException if the rate is outside its range
     */
    public SloppyRatings(long seed, double rate) {
        if (!(rate >= 0 && rate <= 1)) {
            throw new IllegalArgumentException("rate must be between 0 and 1, but was " + rate);
        }
        this.seed = seed;
        this.rate = rate;
    }

    /** Defect of an answer. */
    private enum Defect {
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
        Defect defect = Defect.values()[random.nextInt(Defect.values().length)];
        return switch (defect) {
            case FENCE -> FakeAnswer.of("```json\n" + FakeRatings.json(rows) + "\n```");
            case PROSE ->
                FakeAnswer.of("Sure! Here are my ratings:\n\n" + FakeRatings.json(rows) + "\n\nI hope this helps.");
            case THOUGHTS ->
                FakeAnswer.of(
                        "<think>Item 1 could be {\"n\":1,\"rating\":2}, or not.</think>\n" + FakeRatings.json(rows));
            case CUT -> cut(FakeRatings.json(rows), random);
            default -> {
                spoil(defect, rows, random);
                yield FakeAnswer.of(FakeRatings.json(rows));
            }
        };
    }

    private static FakeAnswer cut(String json, SplittableRandom random) {
        int half = json.length() / 2;
        return FakeAnswer.cut(json.substring(0, half + random.nextInt(Math.max(1, half - 2))));
    }

    private static void spoil(Defect defect, List<Row> rows, SplittableRandom random) {
        int at = random.nextInt(rows.size());
        Row row = rows.get(at);
        switch (defect) {
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
