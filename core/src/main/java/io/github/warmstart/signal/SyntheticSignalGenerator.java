// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.signal;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Makes up the signals that people have not given yet: a language model, a recording of one, or a class of the host.
 *
 * <p>The contract: each request is answered by exactly one {@link SignalReply}, handed to the consumer as soon as it is
 * there, in any order, by one thread at a time. What cannot be answered is told in the reply, with a reason; one bad
 * request never ends the others. An interrupt ends the whole call with an {@link InterruptedException}, after which the
 * consumer is not called any more. Implementations are used by one warm start at a time, on its calling thread, unless
 * they say more.
 *
 * <p>The bootstrapper checks every signal against its request once more, so an implementation that hands through what
 * it got does no harm.
 */
@FunctionalInterface
public interface SyntheticSignalGenerator {

    /**
     * Answers the requests.
     *
     * @param requests one or more questions
     * @param replies takes each reply as it completes
     * @throws InterruptedException if the calling thread was interrupted
     * @throws SignalException if no request of this or any later call can be answered, for example because the key is
     *     wrong; replies that were handed over before stay valid
     */
    void generate(List<SignalRequest> requests, Consumer<SignalReply> replies) throws InterruptedException;

    /**
     * Whether a question about one item can be answered at all. It is asked before a question is planned and costs
     * nothing. A language model can always try; a recording knows only what it holds.
     *
     * @param kind whose opinion
     * @param subjectId the id of the user or persona; nothing for the audience
     * @param itemId the item
     * @return false if asking would be in vain
     */
    default boolean canAnswer(SignalKind kind, Optional<String> subjectId, String itemId) {
        return true;
    }

    /**
     * About what a request would cost if it were answered at the first try. Nothing is sent.
     *
     * <p>A request that costs {@link Usage#NONE} is taken to be free, as one is whose answer was kept: it is sent whatever is
     * left of the budget. A generator that may charge for it must not say so.
     *
     * @param request a question
     * @return one call, and a guess of its tokens; unless a generator knows better, 600 tokens a request and 60 an item, a
     *     third of them in the answer
     */
    default Usage estimate(SignalRequest request) {
        long items = request.items().size();
        return new Usage(1, 400 + 40 * items, 0, 200 + 20 * items);
    }

    /**
     * What makes this generator's answers its own: the model, the wording of the prompts, whatever would make them
     * different. A journal takes an earlier answer for an answer of this generator if both are of the same design.
     *
     * @return words that are the same after a restart; empty unless a generator knows better, so that all generators that
     *     do not say share their answers
     */
    default String design() {
        return "";
    }

    /**
     * A generator from a function that answers one request.
     *
     * <pre>{@code
     * SyntheticSignalGenerator generator = SyntheticSignalGenerator.oneByOne(request -> myService.answer(request));
     * }</pre>
     *
     * @param function answers one request; a {@link SignalException} that it throws becomes a failed reply, or ends the
     *     call if it {@linkplain SignalException#endsJob() ends the job}
     * @return a generator that calls the function for one request after another
     */
    static SyntheticSignalGenerator oneByOne(OneRequest function) {
        return (requests, replies) -> {
            for (SignalRequest request : requests) {
                if (Thread.interrupted()) {
                    throw new InterruptedException("interrupted between two requests");
                }
                SignalReply reply;
                try {
                    reply = function.answer(request);
                } catch (SignalException e) {
                    if (e.endsJob()) {
                        throw e;
                    }
                    String message = e.getMessage();
                    reply = SignalReply.failed(
                            request, SignalReply.Outcome.FAILED, e.usage(), message == null ? "no reason" : message);
                }
                replies.accept(reply);
            }
        };
    }

    /** Answers one request. */
    @FunctionalInterface
    interface OneRequest {
        /**
         * Answers one request.
         *
         * @param request the question
         * @return what became of it
         * @throws InterruptedException if the calling thread was interrupted
         * @throws SignalException if this request cannot be answered
         */
        SignalReply answer(SignalRequest request) throws InterruptedException;
    }
}
