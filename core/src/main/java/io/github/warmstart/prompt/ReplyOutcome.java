// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.prompt;

import io.github.warmstart.internal.text.CleanText;
import io.github.warmstart.prompt.ChatReply.Finish;
import io.github.warmstart.signal.SignalReply.Outcome;
import io.github.warmstart.signal.SignalReply.RejectionReason;
import java.util.Map;
import java.util.StringJoiner;

/**
 * How a request ended, and why in words.
 *
 * @param outcome how it ended
 * @param reason empty if every item was answered
 */
record ReplyOutcome(Outcome outcome, String reason) {

    private static final int QUOTE_LENGTH = 80;

    static ReplyOutcome of(ChatReply reply, int usable, int asked, Map<RejectionReason, Integer> rejected) {
        if (usable == asked) {
            return new ReplyOutcome(Outcome.COMPLETE, "");
        }
        if (usable > 0) {
            String reason = "%d of %d items were answered, %s%s"
                    .formatted(usable, asked, rejections(rejected), ending(reply.finish()));
            return new ReplyOutcome(Outcome.PARTIAL, reason);
        }
        return switch (reply.finish()) {
            case REFUSED -> new ReplyOutcome(Outcome.REFUSED, "the model refused" + quote(reply.text()));
            case FILTERED ->
                new ReplyOutcome(Outcome.FILTERED, "a content filter of the provider cut in" + quote(reply.text()));
            case LENGTH ->
                new ReplyOutcome(
                        Outcome.CUT,
                        "the answer was cut at the limit of tokens before its first usable row: ask about fewer items"
                                + " at once, or allow more tokens");
            case STOP ->
                new ReplyOutcome(
                        Outcome.FAILED,
                        "no row of the answer can be used, " + rejections(rejected) + quote(reply.text()));
        };
    }

    private static String rejections(Map<RejectionReason, Integer> rejected) {
        StringJoiner counts = new StringJoiner(", ", "rejected: ", "");
        rejected.forEach((reason, count) -> counts.add(count + " " + reason.label()));
        return counts.toString();
    }

    private static String ending(Finish finish) {
        return switch (finish) {
            case STOP -> "";
            case LENGTH -> "; the answer was cut at the limit of tokens";
            case REFUSED -> "; then the model refused";
            case FILTERED -> "; then a content filter of the provider cut in";
        };
    }

    private static String quote(String text) {
        String beginning = CleanText.of(text, QUOTE_LENGTH);
        return beginning.isEmpty() ? "; the answer is empty" : "; the answer begins '" + beginning + "'";
    }
}
