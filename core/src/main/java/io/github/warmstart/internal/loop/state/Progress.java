// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.internal.loop.state;

import io.github.warmstart.signal.SignalKind;
import io.github.warmstart.signal.SignalRequest;
import io.github.warmstart.signal.SyntheticSignal;
import io.github.warmstart.uncertainty.UncertaintyPolicy;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Progress of each planner, as immutable values. */
public final class Progress {

    private Progress() {}

    /**
     * Progress of the questions about the audience.
     *
     * @param open items that were not asked about, in the order of the catalogue
     * @param max upper bound on the items asked about
     * @param left items that may still be asked about
     * @param repeat requests to repeat next, and the first answers to them; null if none are due
     * @param closed whether nothing more is asked
     */
    public record Audience(
            Set<String> open, int max, int left, @Nullable Repeat repeat, boolean closed) {

        /** Requests to repeat, and the first answers to them. */
        public record Repeat(List<SignalRequest> requests, List<SyntheticSignal> answers) {}

        /** Whether anything was asked. */
        public boolean begun() {
            return left < max;
        }

        /** Progress after some requests. */
        public Audience asked(List<SignalRequest> requests) {
            Set<String> rest = new LinkedHashSet<>(open);
            int fewer = left;
            for (SignalRequest request : requests) {
                request.items().forEach(item -> rest.remove(item.id()));
                fewer -= request.items().size();
            }
            return new Audience(rest, max, fewer, repeat, closed);
        }

        /** Progress with requests to repeat; null for none. */
        public Audience repeating(@Nullable Repeat next) {
            return new Audience(open, max, left, next, closed);
        }

        /** Progress after which nothing more is asked. */
        public Audience close() {
            return new Audience(open, max, left, null, true);
        }
    }

    /** Stage of the questions about users. */
    public enum Stage {
        /** No test of signals about users so far. */
        UNPROVEN,
        /** One probe was sent to find out whether the generator answers at all. */
        PROBING,
        /** Probes have shown that signals about users help. */
        PROVEN,
        /** No probe is possible; users are asked about because audience signals have passed. */
        PROVISIONAL,
        /** Nothing more is asked. */
        DONE
    }

    /**
     * Progress of the questions about users.
     *
     * @param stage the stage
     * @param roundsLeft rounds that may still be asked
     * @param answered whether anything was answered about cold users
     * @param closed whether no further question follows; the answers may still have to be tested
     * @param kinds kinds that the model for the next round is trained on
     * @param rounds rounds planned so far
     * @param asked pairs that were asked about
     * @param remembered cached plan of the next batch; null if there is none
     */
    public record Users(
            Stage stage,
            int roundsLeft,
            boolean answered,
            boolean closed,
            Set<SignalKind> kinds,
            int rounds,
            Set<UncertaintyPolicy.UserItem> asked,
            @Nullable QuestionBatch remembered) {

        /** Progress at another stage. */
        public Users at(Stage next, Set<SignalKind> nextKinds) {
            return new Users(next, roundsLeft, answered, closed, nextKinds, rounds, asked, null);
        }

        /** Progress with a plan to remember. */
        public Users remembering(QuestionBatch batch) {
            return new Users(stage, roundsLeft, answered, closed, kinds, rounds, asked, batch);
        }

        /** Progress after a round. */
        public Users asked(List<SignalRequest> requests, boolean anyAnswer) {
            Set<UncertaintyPolicy.UserItem> pairs = new HashSet<>(asked);
            for (SignalRequest request : requests) {
                String userId = request.subjectId().orElseThrow();
                request.items().forEach(item -> pairs.add(new UncertaintyPolicy.UserItem(userId, item.id())));
            }
            return new Users(
                    stage,
                    roundsLeft - 1,
                    answered || anyAnswer,
                    !anyAnswer || roundsLeft == 1,
                    kinds,
                    rounds + 1,
                    pairs,
                    null);
        }
    }

    /**
     * Progress of the questions about personas.
     *
     * @param open requests that were not sent
     * @param gain expected gain of the next batch, as a share of the mean squared error
     */
    public record Personas(List<SignalRequest> open, double gain) {

        /** Progress after some of the open requests. */
        public Personas after(Collection<SignalRequest> sent) {
            return new Personas(open.subList(sent.size(), open.size()), gain);
        }

        /** Progress after which nothing more is asked. */
        public Personas close() {
            return new Personas(List.of(), gain);
        }

        /** Progress with another expected gain. */
        public Personas expecting(double nextGain) {
            return new Personas(open, nextGain);
        }
    }
}
