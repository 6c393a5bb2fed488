// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.openai.testkit.script;

import io.github.warmstart.openai.testkit.internal.base.SeededRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A {@link FakeModel} that rates the numbered lines of a prompt, in the form that Warmstart's prompts ask for:
 * {@code {"ratings":[{"n":1,"rating":4.5}, ...]}}.
 *
 * <p>{@link #of} derives the rating from the text of the line alone, so that a test can verify each signal. The scale is read
 * from the words {@code from 1 (} and {@code to 5 (}; otherwise it is 1 to 5.
 */
public final class FakeRatings implements FakeModel {

    private static final Pattern LINE = Pattern.compile("(?m)^(\\d{1,9})\\. (.+)$");
    private static final Pattern SCALE = Pattern.compile("from (-?[\\d.]+) \\(.{0,40}?\\) to (-?[\\d.]+) \\(");
    private static final double MIN_RATING = 1;
    private static final double MAX_RATING = 5;

    /** Creates a model; it has no state. */
    public FakeRatings() {}

    /**
     * The rating of a line.
     *
     * @param line text after the number
     * @param lowest the lowest rating
     * @param highest the highest rating
     * @return a value between them, in steps of a half from the lowest
     */
    public static double of(String line, double lowest, double highest) {
        long steps = (long) ((highest - lowest) * 2) + 1;
        return lowest + Math.floorMod(SeededRandom.of(0, line, "rating").nextLong(), steps) / 2.0;
    }

    @Override
    public FakeAnswer answer(FakeRequest request) {
        return FakeAnswer.of(json(rows(request)));
    }

    /** Row of an answer, with its values as JSON. */
    record Row(String number, String rating) {
        @Override
        public String toString() {
            return "{\"n\":" + number + ",\"rating\":" + rating + "}";
        }
    }

    static List<Row> rows(FakeRequest request) {
        double[] scale = scale(request.system());
        List<Row> rows = new ArrayList<>();
        Matcher line = LINE.matcher(items(request.user()));
        while (line.find()) {
            rows.add(new Row(line.group(1), number(of(line.group(2), scale[0], scale[1]))));
        }
        return rows;
    }

    static String json(List<Row> rows) {
        StringBuilder json = new StringBuilder("{\"ratings\":[");
        for (int i = 0; i < rows.size(); i++) {
            json.append(i == 0 ? "" : ",").append(rows.get(i));
        }
        return json.append("]}").toString();
    }

    static double[] scale(String system) {
        Matcher scale = SCALE.matcher(system);
        return scale.find()
                ? new double[] {Double.parseDouble(scale.group(1)), Double.parseDouble(scale.group(2))}
                : new double[] {MIN_RATING, MAX_RATING};
    }

    static String number(double value) {
        return value == Math.rint(value) ? String.valueOf((long) value) : String.format(Locale.ROOT, "%.1f", value);
    }

    /** The items of a prompt, if they are marked: other parts may hold numbered lines too. */
    private static String items(String user) {
        int begin = user.indexOf("<items>");
        int end = user.indexOf("</items>");
        return begin >= 0 && end > begin ? user.substring(begin, end) : user;
    }
}
