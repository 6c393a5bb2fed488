// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.internal.reply;

import io.github.warmstart.rating.RatingScale;
import io.github.warmstart.signal.SignalReply.RejectionReason;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Judges the rows of a reply: a row counts if it names an item that was asked about, once, with a finite value on the
 * scale, and if it can be read with certainty. {@code 4,5} and {@code 4/5} can mean two things and are not read.
 *
 * <p>A row that cannot be used for its number, form or value is rejected by itself. Among the others, a repeat with the
 * same value is rejected and the first is kept; if repeats differ, all of them are rejected.
 */
public final class ReplyParser {

    private static final int ROWS_PER_ITEM = 4;
    private static final int ROWS_AROUND = 100;
    private static final int MAX_DIGITS = 40;

    private static final Pattern WHOLE = Pattern.compile("(-?\\d+)(?:\\.0+)?");
    private static final Pattern DECIMAL = Pattern.compile("[+-]?(?:\\d+\\.?\\d*|\\.\\d+)(?:[eE][+-]?\\d+)?");
    private static final Pattern NOT_FINITE = Pattern.compile("(?i)nan|[+-]?inf(?:inity)?");

    private final int asked;
    private final RatingScale scale;
    private final SortedMap<Integer, Double> accepted = new TreeMap<>();
    private final Set<Integer> contradicted = new HashSet<>();
    private final Set<Integer> rejectedItems = new HashSet<>();
    private final Map<RejectionReason, Integer> rejected = new EnumMap<>(RejectionReason.class);

    private ReplyParser(int asked, RatingScale scale) {
        this.asked = asked;
        this.scale = scale;
    }

    /**
     * What a reply is worth.
     *
     * @param values the accepted ratings by the number of the item, from 1
     * @param rejected how many rows were rejected, and how many items are missing
     */
    public record Parsed(SortedMap<Integer, Double> values, Map<RejectionReason, Integer> rejected) {}

    /**
     * Reads a reply. Never throws, whatever the text is.
     *
     * @param text the reply as it came
     * @param asked how many items were asked about
     * @param scale the scale they were to be rated on
     * @return the rows that hold, and a count of those that do not
     */
    public static Parsed parse(String text, int asked, RatingScale scale) {
        ReplyParser parser = new ReplyParser(asked, scale);
        long maxRows = (long) ROWS_PER_ITEM * asked + ROWS_AROUND;
        List<ReplyRow> rows = ReplyScanner.rows(text, (int) Math.min(Integer.MAX_VALUE, maxRows));
        rows.forEach(parser::judge);
        parser.countMissing();
        return new Parsed(
                Collections.unmodifiableSortedMap(parser.accepted), Collections.unmodifiableMap(parser.rejected));
    }

    private void judge(ReplyRow row) {
        int number = number(row.number());
        if (number < 0) {
            reject(RejectionReason.UNREADABLE);
        } else if (number == 0 || number > asked) {
            reject(RejectionReason.UNKNOWN_ITEM);
        } else {
            judge(number, row.rating() == null ? "" : row.rating().strip());
        }
    }

    private void judge(int number, String rating) {
        if (NOT_FINITE.matcher(rating).matches()) {
            reject(number, RejectionReason.NOT_FINITE);
        } else if (rating.length() > MAX_DIGITS || !DECIMAL.matcher(rating).matches()) {
            reject(number, RejectionReason.UNREADABLE);
        } else {
            judge(number, Double.parseDouble(rating));
        }
    }

    private void judge(int number, double value) {
        if (!Double.isFinite(value)) {
            reject(number, RejectionReason.NOT_FINITE);
        } else if (!scale.contains(value)) {
            reject(number, RejectionReason.OFF_SCALE);
        } else if (contradicted.contains(number)) {
            reject(number, RejectionReason.REPEATED);
        } else if (!accepted.containsKey(number)) {
            accepted.put(number, value);
        } else if (accepted.get(number) == value) {
            reject(number, RejectionReason.REPEATED);
        } else {
            contradicted.add(number);
            accepted.remove(number);
            reject(number, RejectionReason.REPEATED);
            reject(number, RejectionReason.REPEATED);
        }
    }

    private void reject(int number, RejectionReason reason) {
        rejectedItems.add(number);
        reject(reason);
    }

    private void reject(RejectionReason reason) {
        rejected.merge(reason, 1, Integer::sum);
    }

    private void countMissing() {
        for (int number = 1; number <= asked; number++) {
            if (!accepted.containsKey(number) && !rejectedItems.contains(number)) {
                reject(RejectionReason.MISSING);
            }
        }
    }

    /** The number of an item, 0 if it can be none, -1 if it cannot be read. */
    private static int number(@Nullable String text) {
        if (text == null || text.length() > MAX_DIGITS) {
            return -1;
        }
        Matcher whole = WHOLE.matcher(text.strip());
        if (!whole.matches()) {
            return -1;
        }
        String digits = whole.group(1);
        return digits.startsWith("-") || digits.length() > 9 ? 0 : Integer.parseInt(digits);
    }
}
