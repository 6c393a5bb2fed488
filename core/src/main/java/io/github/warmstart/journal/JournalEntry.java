// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.journal;

import io.github.warmstart.catalog.Item;
import io.github.warmstart.internal.checks.SignalChecks;
import io.github.warmstart.internal.reply.RequestRules;
import io.github.warmstart.rating.RatingScale;
import io.github.warmstart.signal.RatingRequest;
import io.github.warmstart.signal.SignalKind;
import io.github.warmstart.signal.SignalReply;
import io.github.warmstart.signal.SignalReply.RejectionReason;
import io.github.warmstart.signal.SignalRequest;
import io.github.warmstart.signal.SyntheticSignal;
import io.github.warmstart.signal.Usage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One line of a journal: an answer, as it is written and read.
 *
 * @param request fingerprint of the whole request
 * @param design the design of the generator
 * @param kind the kind of subject
 * @param subject the id of the user or persona
 * @param persona see {@link Fingerprint#ofSubject}
 * @param scale the scale of the request; null for a question about choices
 * @param asked the number of items in the request
 * @param outcome the outcome of the request
 * @param reason the reason why it is not complete
 * @param usage the usage of the request
 * @param rejected counts of rows that became no signal
 * @param answers the signals, by the {@linkplain RequestRules#question question} that they answer
 */
record JournalEntry(
        String request,
        String design,
        SignalKind kind,
        Optional<String> subject,
        String persona,
        @Nullable RatingScale scale,
        int asked,
        SignalReply.Outcome outcome,
        String reason,
        Usage usage,
        Map<RejectionReason, Integer> rejected,
        Map<String, List<Answer>> answers) {

    /**
     * A signal, and the fingerprint of the question that it answers.
     *
     * @param signal the accepted signal
     * @param question see {@link Fingerprint#ofQuestions}
     */
    record Answer(SyntheticSignal signal, String question) {}

    /**
     * The line for a reply.
     *
     * @param reply after {@link SignalChecks#check}
     */
    static JournalEntry of(String design, SignalReply reply) {
        SignalRequest request = reply.request();
        List<Item> items = request.items();
        List<String> prints = Fingerprint.ofQuestions(request);
        Map<String, String> questions = new HashMap<>();
        for (int position = 0; position < items.size(); position++) {
            questions.put(RequestRules.question(request, items.get(position)), prints.get(position));
        }
        Map<String, List<Answer>> answers = new LinkedHashMap<>();
        for (SyntheticSignal signal : reply.signals()) {
            String question = RequestRules.question(signal);
            answers.computeIfAbsent(question, q -> new ArrayList<>())
                    .add(new Answer(signal, questions.getOrDefault(question, "")));
        }
        return new JournalEntry(
                Fingerprint.ofRequest(design, request),
                design,
                request.kind(),
                request.subjectId(),
                Fingerprint.ofSubject(request),
                request instanceof RatingRequest rating ? rating.scale() : null,
                items.size(),
                reply.outcome(),
                reply.reason(),
                reply.usage(),
                reply.rejected(),
                answers);
    }

    /** Key of the scale and the persona, which answers of a line must match besides subject and design. */
    String setting() {
        return setting(scale, persona);
    }

    static String setting(SignalRequest request) {
        return setting(request instanceof RatingRequest rating ? rating.scale() : null, Fingerprint.ofSubject(request));
    }

    private static String setting(@Nullable RatingScale scale, String persona) {
        if (scale == null) {
            return "choice " + persona;
        }
        return scale.lowest() + " " + scale.highest() + " " + scale.step() + " " + persona;
    }
}
