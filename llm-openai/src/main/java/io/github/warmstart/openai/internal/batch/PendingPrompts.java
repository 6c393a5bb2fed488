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
 * Prompts of a job by their hash, and which of them are still open. Equal requests share one prompt, which is bought once;
 * the first of their replies carries its usage. For one thread.
 */
public final class PendingPrompts {

    private static final class Pending {
        private final ChatPrompt prompt;
        private final List<SignalRequest> requests = new ArrayList<>();
        private Usage spent = Usage.NONE;
        private String failure = "no batch answered the request";

        private Pending(ChatPrompt prompt) {
            this.prompt = prompt;
        }
    }

    private final PromptedSignalGenerator prompted;
    private final Consumer<SignalReply> replies;
    private final Map<String, Pending> open = new LinkedHashMap<>();
    private final Set<String> all;

    /**
     * Writes the prompts of all requests.
     *
     * @param replies receives the reply to each request
     */
    public PendingPrompts(
            List<SignalRequest> requests,
            Settings settings,
            PromptedSignalGenerator prompted,
            Consumer<SignalReply> replies) {
        this.prompted = prompted;
        this.replies = replies;
        for (SignalRequest request : requests) {
            ChatPrompt prompt = prompted.promptFor(request);
            open.computeIfAbsent(PromptHash.of(settings, prompt), id -> new Pending(prompt))
                    .requests
                    .add(request);
        }
        all = new LinkedHashSet<>(open.keySet());
    }

    boolean isEmpty() {
        return open.isEmpty();
    }

    /** Whether the prompt is not answered yet. */
    boolean isOpen(String id) {
        return open.containsKey(id);
    }

    /** Whether the prompt belongs to this job, answered or not. */
    boolean belongs(String id) {
        return all.contains(id);
    }

    List<String> openIds() {
        return List.copyOf(open.keySet());
    }

    ChatPrompt prompt(String id) {
        return pending(id).prompt;
    }

    /** Passes an answer of the model to the replies. */
    void answer(String id, Outcome.Replied answer, Usage usage) {
        Pending pending = pending(id);
        open.remove(id);
        Usage cost = pending.spent.plus(usage);
        for (SignalRequest request : pending.requests) {
            ChatReply reply = new ChatReply(answer.text(), answer.model(), answer.finish(), cost);
            replies.accept(prompted.replyFor(request, reply));
            cost = Usage.NONE;
        }
    }

    /** Records a failed attempt; the prompt stays open. */
    void failed(String id, String reason, Usage usage) {
        Pending pending = pending(id);
        pending.failure = reason;
        pending.spent = pending.spent.plus(usage);
    }

    /** Fails the prompt with the reason of its last failure. */
    void giveUp(String id) {
        giveUp(id, pending(id).failure);
    }

    /** Fails the prompt. */
    void giveUp(String id, String reason) {
        Pending pending = pending(id);
        open.remove(id);
        Usage cost = pending.spent;
        for (SignalRequest request : pending.requests) {
            replies.accept(SignalReply.failed(request, SignalReply.Outcome.FAILED, cost, reason));
            cost = Usage.NONE;
        }
    }

    private Pending pending(String id) {
        return requireNonNull(open.get(id), id);
    }
}
