// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.examples.recordings;

import static java.util.Objects.requireNonNull;

import io.github.warmstart.catalog.Item;
import io.github.warmstart.choice.data.ChoiceSignals;
import io.github.warmstart.signal.ChoiceRequest;
import io.github.warmstart.signal.Origin;
import io.github.warmstart.signal.SignalKind;
import io.github.warmstart.signal.SignalReply;
import io.github.warmstart.signal.SignalReply.Outcome;
import io.github.warmstart.signal.SignalReply.RejectionReason;
import io.github.warmstart.signal.SignalRequest;
import io.github.warmstart.signal.SyntheticSignal;
import io.github.warmstart.signal.SyntheticSignalGenerator;
import io.github.warmstart.signal.Usage;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Answers questions about choices from {@link ChoiceRecordings}. What the folder does not hold has no answer; a list is cut
 * to the length that is asked for and to the items that are offered.
 *
 * <p>A shortlist of a warm user is answered only if it is asked with the choices that the recorded one was made from.
 *
 * <p>Each request counts as one call. A recording costs nothing, so tokens are zero unless an estimate is wanted. Thread-safe.
 */
public final class RecordedChoiceGenerator implements SyntheticSignalGenerator {

    private final ChoiceRecordings recordings;
    private final ChoiceSignals signals;
    private final Set<SignalKind> kinds = EnumSet.noneOf(SignalKind.class);
    private final boolean tokenEstimate;
    private final Clock clock;

    private RecordedChoiceGenerator(ChoiceRecordings recordings, boolean tokenEstimate, Clock clock) {
        this.recordings = requireNonNull(recordings, "recordings");
        this.tokenEstimate = tokenEstimate;
        this.clock = clock;
        signals = recordings.signals();
        hold(SignalKind.EXPOSURE, recordings.exposureAsked());
        hold(SignalKind.SIMILAR, signals.similar().keySet());
        hold(SignalKind.SHORTLIST, signals.shortlists().keySet());
        hold(SignalKind.GRADES, signals.grades().keySet());
    }

    private void hold(SignalKind kind, Set<String> held) {
        if (!held.isEmpty()) {
            kinds.add(kind);
        }
    }

    /**
     * A generator that tells no tokens.
     *
     * @param recordings what to answer from
     * @return the generator
     */
    public static RecordedChoiceGenerator of(ChoiceRecordings recordings) {
        return new RecordedChoiceGenerator(recordings, false, Clock.systemUTC());
    }

    /**
     * A generator whose usage tells what a model would roughly have taken: what
     * {@link SyntheticSignalGenerator#estimate(SignalRequest)} says of a request.
     *
     * @param recordings what to answer from
     * @param clock gives the time of signals
     * @return the generator
     */
    public static RecordedChoiceGenerator estimating(ChoiceRecordings recordings, Clock clock) {
        return new RecordedChoiceGenerator(recordings, true, requireNonNull(clock, "clock"));
    }

    @Override
    public void generate(List<SignalRequest> requests, Consumer<SignalReply> replies) throws InterruptedException {
        SyntheticSignalGenerator.oneByOne(this::answer).generate(requests, replies);
    }

    @Override
    public Set<SignalKind> kinds() {
        return Collections.unmodifiableSet(kinds);
    }

    @Override
    public boolean canAnswer(SignalKind kind, Optional<String> subjectId, String itemId) {
        return switch (kind) {
            case EXPOSURE -> recordings.exposureAsked().contains(itemId);
            case SIMILAR -> signals.similar().containsKey(itemId);
            case GRADES -> signals.grades().containsKey(itemId);
            case SHORTLIST ->
                subjectId
                        .filter(userId -> signals.shortlists().containsKey(userId)
                                || signals.probes().containsKey(userId))
                        .isPresent();
            case AUDIENCE, PERSONA, USER -> false;
        };
    }

    @Override
    public Usage estimate(SignalRequest request) {
        return tokenEstimate ? SyntheticSignalGenerator.super.estimate(request) : new Usage(1, 0, 0, 0);
    }

    private SignalReply answer(SignalRequest request) {
        List<SyntheticSignal> answers = new ArrayList<>();
        Origin origin = new Origin(
                RecordedSignalGenerator.GENERATOR,
                RecordedSignalGenerator.DEFAULT_MODEL,
                "",
                RecordedSignalGenerator.hash(request),
                clock.instant());
        if (request instanceof ChoiceRequest.Exposure exposure) {
            exposure(exposure, origin, answers);
        } else if (request instanceof ChoiceRequest.SimilarItems similar) {
            Set<String> offered = ids(similar.candidates());
            for (Item item : similar.items()) {
                List<String> named = signals.similar().getOrDefault(item.id(), List.of());
                rank(SignalKind.SIMILAR, item.id(), named, offered, Set.of(), similar.length(), origin, answers);
            }
        } else if (request instanceof ChoiceRequest.Shortlist list) {
            rank(
                    SignalKind.SHORTLIST,
                    list.profile().userId(),
                    shortlist(list),
                    ids(list.items()),
                    ids(list.known()),
                    list.length(),
                    origin,
                    answers);
        } else if (request instanceof ChoiceRequest.Grades grades) {
            grades(grades, origin, answers);
        } else {
            return SignalReply.declined(request);
        }
        return reply(request, answers);
    }

    private void exposure(ChoiceRequest.Exposure request, Origin origin, List<SyntheticSignal> answers) {
        for (Item item : request.items()) {
            if (recordings.exposureAsked().contains(item.id())) {
                double percent = signals.exposure().getOrDefault(item.id(), 0.0);
                answers.add(new SyntheticSignal(
                        SignalKind.EXPOSURE, Optional.empty(), item.id(), percent, Set.of(), origin));
            }
        }
    }

    private List<String> shortlist(ChoiceRequest.Shortlist request) {
        ChoiceSignals.Probe probe = signals.probes().get(request.profile().userId());
        if (probe != null && ids(request.known()).equals(new HashSet<>(probe.known()))) {
            return probe.shortlist();
        }
        return signals.shortlists().getOrDefault(request.profile().userId(), List.of());
    }

    private static void rank(
            SignalKind kind,
            String subject,
            List<String> named,
            Set<String> offered,
            Set<String> known,
            int length,
            Origin origin,
            List<SyntheticSignal> answers) {
        int rank = 0;
        for (String itemId : named) {
            if (rank < length && offered.contains(itemId) && !known.contains(itemId) && !itemId.equals(subject)) {
                rank++;
                answers.add(new SyntheticSignal(kind, Optional.of(subject), itemId, rank, known, origin));
            }
        }
    }

    private void grades(ChoiceRequest.Grades request, Origin origin, List<SyntheticSignal> answers) {
        for (Item item : request.items()) {
            List<Double> held = signals.grades().getOrDefault(item.id(), List.of());
            for (String attribute : request.attributes()) {
                int place = ChoiceRecordings.GRADES.indexOf(attribute);
                if (place >= 0 && place < held.size()) {
                    answers.add(new SyntheticSignal(
                            SignalKind.GRADES, Optional.of(attribute), item.id(), held.get(place), Set.of(), origin));
                }
            }
        }
    }

    private static Set<String> ids(Collection<Item> items) {
        return items.stream().map(Item::id).collect(Collectors.toSet());
    }

    private SignalReply reply(SignalRequest request, List<SyntheticSignal> answers) {
        int asked = request.kind() == SignalKind.SHORTLIST ? 1 : request.items().size();
        int answered = (int) answers.stream()
                .map(signal -> request.kind() == SignalKind.SIMILAR || request.kind() == SignalKind.SHORTLIST
                        ? signal.subject().orElse("")
                        : signal.itemId())
                .distinct()
                .count();
        boolean complete = answered == asked;
        return new SignalReply(
                request,
                complete ? Outcome.COMPLETE : answered == 0 ? Outcome.FAILED : Outcome.PARTIAL,
                answers,
                complete ? Map.of() : Map.of(RejectionReason.MISSING, asked - answered),
                estimate(request),
                complete
                        ? ""
                        : "recording holds %d of %d answers of kind %s"
                                .formatted(answered, asked, request.kind().label()));
    }
}
