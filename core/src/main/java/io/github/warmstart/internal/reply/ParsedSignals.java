// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.internal.reply;

import io.github.warmstart.signal.RatingRequest;
import io.github.warmstart.signal.SignalReply.RejectionReason;
import io.github.warmstart.signal.SignalRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What can be used of a reply to a request of any kind.
 *
 * @param values the accepted values
 * @param rejected how many rows were rejected, and how many items are missing
 */
public record ParsedSignals(List<Value> values, Map<RejectionReason, Integer> rejected) {

    /**
     * One value.
     *
     * @param subject what it is about beside its item, as in a signal
     * @param itemId the item
     * @param value a rating, share, rank or grade
     */
    public record Value(Optional<String> subject, String itemId, double value) {}

    /**
     * Reads a reply. Never throws, whatever the text is.
     *
     * @param request the request
     * @param text the reply as it came
     * @param finished whether the model ended its answer by itself: then items that it left out of an exposure answer were
     *     not worth naming, otherwise they are missing
     * @return the values that hold, and a count of the rows that do not
     */
    public static ParsedSignals of(SignalRequest request, String text, boolean finished) {
        if (!(request instanceof RatingRequest rating)) {
            return ChoiceReplyParser.parse(request, text, finished);
        }
        ReplyParser.Parsed parsed = ReplyParser.parse(text, request.items().size(), rating.scale());
        List<Value> values = new ArrayList<>();
        parsed.values()
                .forEach((number, value) -> values.add(new Value(
                        request.subjectId(), request.items().get(number - 1).id(), value)));
        return new ParsedSignals(values, parsed.rejected());
    }
}
