// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.openai.internal.batch;

import static java.util.Objects.requireNonNull;

import io.github.warmstart.openai.internal.failure.Outcome;
import io.github.warmstart.openai.internal.settings.Settings;
import io.github.warmstart.prompt.ChatPrompt;
import io.github.warmstart.prompt.ChatReply;
import io.github.warmstart.prompt.PromptedSignalGenerator;
import io.github.warmstart.signal.SignalReply;
import io.github.warmstart.signal.SignalRequest;
import io.github.warmstart.signal.Usage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * What a job asks, by the hash of each prompt, and what is still open of it. Equal requests are one question, bought
 * once; what it cost stands in the first of their replies. For one thread.
 */
public final class PendingPrompts {

    private static final class Question {
        private final ChatPrompt prompt;
        private final List<SignalRequest> requests = new ArrayList<>();
        private Usage spent = Usage.NONE;
        private String failure = "no batch answered it";

        private Question(ChatPrompt prompt) {
            this.prompt = prompt;
        }
    }

    private final PromptedSignalGenerator prompted;
    private final Consumer<SignalReply> replies;
    private final Map<String, Question> open = new LinkedHashMap<>();
    private final Set<String> asked;

    public PendingPrompts(
            List<SignalRequest> requests,
            Settings settings,
            PromptedSignalGenerator prompted,
            Consumer<SignalReply> replies) {
        this.prompted = prompted;
        this.replies = replies;
        for (SignalRequest request : requests) {
            ChatPrompt prompt = prompted.promptFor(request);
            open.computeIfAbsent(PromptHash.of(settings, prompt), id -> new Question(prompt))
                    .requests
                    .add(request);
        }
        asked = new LinkedHashSet<>(open.keySet());
    }

    boolean isEmpty() {
        return open.isEmpty();
    }

    /** Whether the question is asked and not yet answered. */
    boolean isOpen(String id) {
        return open.containsKey(id);
    }

    /** Whether the question belongs to this job, answered or not. */
    boolean isAsked(String id) {
        return asked.contains(id);
    }

    List<String> openIds() {
        return List.copyOf(open.keySet());
    }

    ChatPrompt prompt(String id) {
        return question(id).prompt;
    }

    /** Hands over what the model said. */
    void answer(String id, Outcome.Replied said, Usage usage) {
        Question question = question(id);
        open.remove(id);
        Usage cost = question.spent.plus(usage);
        for (SignalRequest request : question.requests) {
            ChatReply reply = new ChatReply(said.text(), said.model(), said.finish(), cost);
            replies.accept(prompted.replyFor(request, reply));
            cost = Usage.NONE;
        }
    }

    /** Remembers why a try failed, and leaves the question open. */
    void failed(String id, String reason, Usage usage) {
        Question question = question(id);
        question.failure = reason;
        question.spent = question.spent.plus(usage);
    }

    /** Gives the question up, for the reason of its last failure. */
    void giveUp(String id) {
        giveUp(id, question(id).failure);
    }

    void giveUp(String id, String reason) {
        Question question = question(id);
        open.remove(id);
        Usage cost = question.spent;
        for (SignalRequest request : question.requests) {
            replies.accept(SignalReply.failed(request, SignalReply.Outcome.FAILED, cost, reason));
            cost = Usage.NONE;
        }
    }

    private Question question(String id) {
        return requireNonNull(open.get(id), id);
    }
}
