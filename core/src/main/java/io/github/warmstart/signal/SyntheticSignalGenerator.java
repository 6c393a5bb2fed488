// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.signal;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Generator of synthetic signals: a language model, a recording of one, or a class of the host.
 *
 * <p>Contract: each request gets exactly one {@link SignalReply}, passed to the consumer as soon as it is complete, in any
 * order, by one thread at a time. A reply to a request that cannot be answered states the reason; one bad request does not
 * end the others. An interrupt ends the whole call with an {@link InterruptedException}, after which the consumer is not
 * called. Implementations are used by one warm start at a time, on its calling thread, unless they document more.
 *
 * <p>The bootstrapper checks every signal against its request again, so an implementation may pass on unchecked answers.
 */
@FunctionalInterface
public interface SyntheticSignalGenerator {

    /**
     * Answers the requests.
     *
     * @param requests one or more requests
     * @param replies receives each reply as it completes
     * @throws InterruptedException if the calling thread was interrupted
     * @throws SignalException if no request of this or any later call can be answered, for example because the key is
     *     wrong; replies passed on before stay valid
     */
    void generate(List<SignalRequest> requests, Consumer<SignalReply> replies) throws InterruptedException;

    /**
     * The kinds of questions that this generator answers. Others are not asked; a request of another kind that arrives all
     * the same should get a {@linkplain SignalReply#declined declined} reply.
     *
     * @return by default the {@linkplain SignalKind#ratings() kinds about ratings}, so that a generator for ratings needs to
     *     know of no other
     */
    default Set<SignalKind> kinds() {
        return SignalKind.ratings();
    }

    /**
     * Whether a request about one item can be answered at all. Called before a request is planned; costs nothing. A language
     * model can always answer; a recording only what it holds.
     *
     * @param kind the kind of question
     * @param subjectId the id of the user or persona; empty where the request has none
     * @param itemId the item that is asked about; for a shortlist any item
     * @return false if there can be no answer; by default whether the kind is one of {@link #kinds()}
     */
    default boolean canAnswer(SignalKind kind, Optional<String> subjectId, String itemId) {
        return kinds().contains(kind);
    }

    /**
     * Estimates the usage of a request that is answered by its first call. Nothing is sent.
     *
     * <p>An estimate of {@link Usage#NONE} means that the request is free, for example because its answer is stored: it is
     * sent whatever is left of the budget. A generator that may charge for a request must not return it.
     *
     * @param request a request
     * @return one call and an estimate of its tokens; by default 600 tokens a request and 60 an item, a third of them in the
     *     answer; for questions about choices 20 for each title that is shown, and 5 for each item or grade that is answered
     */
    default Usage estimate(SignalRequest request) {
        long items = request.items().size();
        if (request instanceof ChoiceRequest) {
            long shown = items;
            long answered = 2 * items;
            if (request instanceof ChoiceRequest.SimilarItems similar) {
                shown += similar.listed() ? similar.candidates().size() : 0;
                answered = items * (2L + similar.length());
            } else if (request instanceof ChoiceRequest.Shortlist list) {
                answered = list.length();
            } else if (request instanceof ChoiceRequest.Grades grades) {
                answered = items * (2L + grades.attributes().size());
            }
            return new Usage(1, 400 + 20 * shown, 0, 20 + 5 * answered);
        }
        return new Usage(1, 400 + 40 * items, 0, 200 + 20 * items);
    }

    /**
     * Identity of everything that shapes the answers: the model, the wording of the prompts and similar. A journal uses an
     * earlier answer for this generator if both have the same design.
     *
     * @return a text that stays the same after a restart; by default empty, so that all generators that do not override it
     *     share their answers
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
     * @return a generator that calls the function for the requests one after another
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

    /**
     * A generator from a function that answers one request, for other kinds of questions than those about ratings.
     *
     * @param kinds the kinds that the function answers; requests of others are {@linkplain SignalReply#declined declined}
     * @param function answers one request, as for {@link #oneByOne(OneRequest)}
     * @return a generator that calls the function for the requests one after another
     */
    static SyntheticSignalGenerator oneByOne(Set<SignalKind> kinds, OneRequest function) {
        Set<SignalKind> answered = Set.copyOf(kinds);
        SyntheticSignalGenerator all = oneByOne(request ->
                answered.contains(request.kind()) ? function.answer(request) : SignalReply.declined(request));
        return new SyntheticSignalGenerator() {
            @Override
            public void generate(List<SignalRequest> requests, Consumer<SignalReply> replies)
                    throws InterruptedException {
                all.generate(requests, replies);
            }

            @Override
            public Set<SignalKind> kinds() {
                return answered;
            }
        };
    }

    /** Function that answers one request. */
    @FunctionalInterface
    interface OneRequest {
        /**
         * Answers one request.
         *
         * @param request the request
         * @return the result
         * @throws InterruptedException if the calling thread was interrupted
         * @throws SignalException if this request cannot be answered
         */
        SignalReply answer(SignalRequest request) throws InterruptedException;
    }
}
