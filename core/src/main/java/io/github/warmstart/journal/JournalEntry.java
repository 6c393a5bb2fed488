// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.journal;

import io.github.warmstart.catalog.Item;
import io.github.warmstart.internal.checks.SignalChecks;
import io.github.warmstart.rating.RatingScale;
import io.github.warmstart.signal.SignalKind;
import io.github.warmstart.signal.SignalReply;
import io.github.warmstart.signal.SignalReply.RejectionReason;
import io.github.warmstart.signal.SignalRequest;
import io.github.warmstart.signal.SyntheticSignal;
import io.github.warmstart.signal.Usage;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One answer as it stands in a journal.
 *
 * @param request fingerprint of the whole question
 * @param design of the generator
 * @param kind whose opinion
 * @param subject the id of the user or persona
 * @param persona fingerprint of a persona's description; empty for others
 * @param scale of the request
 * @param asked how many items were asked about
 * @param outcome how the request ended
 * @param reason why it is not complete
 * @param usage what it cost
 * @param rejected rows that became no signal
 * @param answers the signals, by item
 */
record JournalEntry(
        String request,
        String design,
        SignalKind kind,
        Optional<String> subject,
        String persona,
        RatingScale scale,
        int asked,
        SignalReply.Outcome outcome,
        String reason,
        Usage usage,
        Map<RejectionReason, Integer> rejected,
        Map<String, Answer> answers) {

    /**
     * A signal, and the fingerprint of what was asked about its item.
     *
     * @param signal as it was accepted
     * @param question see {@link Fingerprint#ofQuestions}
     */
    record Answer(SyntheticSignal signal, String question) {}

    /**
     * What is to be written of a reply.
     *
     * @param reply after {@link SignalChecks#check}
     */
    static JournalEntry of(String design, SignalReply reply) {
        SignalRequest request = reply.request();
        List<Item> items = request.items();
        List<String> prints = Fingerprint.ofQuestions(request);
        Map<String, String> questions = new HashMap<>();
        for (int place = 0; place < items.size(); place++) {
            questions.put(items.get(place).id(), prints.get(place));
        }
        Map<String, Answer> answers = new LinkedHashMap<>();
        for (SyntheticSignal signal : reply.signals()) {
            answers.put(signal.itemId(), new Answer(signal, questions.getOrDefault(signal.itemId(), "")));
        }
        return new JournalEntry(
                Fingerprint.ofRequest(design, request),
                design,
                request.kind(),
                request.subjectId(),
                Fingerprint.ofSubject(request),
                request.scale(),
                items.size(),
                reply.outcome(),
                reply.reason(),
                reply.usage(),
                reply.rejected(),
                answers);
    }

    /** What the answers of a line have in common beside the subject and the design. */
    String setting() {
        return setting(scale, persona);
    }

    static String setting(RatingScale scale, String persona) {
        return scale.lowest() + " " + scale.highest() + " " + scale.step() + " " + persona;
    }
}
