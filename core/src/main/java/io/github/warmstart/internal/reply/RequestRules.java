// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.internal.reply;

import io.github.warmstart.catalog.Item;
import io.github.warmstart.signal.ChoiceRequest;
import io.github.warmstart.signal.RatingRequest;
import io.github.warmstart.signal.SignalKind;
import io.github.warmstart.signal.SignalReply.RejectionReason;
import io.github.warmstart.signal.SignalRequest;
import io.github.warmstart.signal.SyntheticSignal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Rules for the answers to one request: which question a signal answers, which signals are admissible, and what is still
 * unanswered.
 *
 * <p>A request asks one question for each of its items, except a shortlist, which is one question about its user. A question
 * about a rating, a share or grades is named by its item; a question about similar items by the item that it is about; a
 * shortlist by its user. Immutable and thread-safe.
 */
public final class RequestRules {

    private final SignalRequest request;
    private final Set<String> asked;
    private final Set<String> nameable;
    private final Set<String> evidence;

    /**
     * Rules of a request. Costs O(items and candidates).
     *
     * @param request the request
     */
    public RequestRules(SignalRequest request) {
        this.request = request;
        asked = ids(request.items());
        nameable = request instanceof ChoiceRequest.SimilarItems similar ? ids(similar.candidates()) : asked;
        evidence = evidenceOf(request);
    }

    private static Set<String> ids(Collection<Item> items) {
        return items.stream().map(Item::id).collect(Collectors.toCollection(HashSet::new));
    }

    private static Set<String> evidenceOf(SignalRequest request) {
        if (request instanceof SignalRequest.AsUser user) {
            return user.known().stream().map(known -> known.item().id()).collect(Collectors.toUnmodifiableSet());
        }
        return request instanceof ChoiceRequest.Shortlist list
                ? list.known().stream().map(Item::id).collect(Collectors.toUnmodifiableSet())
                : Set.of();
    }

    /** The items whose ratings or choices by the same user the generator is shown. */
    public Set<String> evidence() {
        return evidence;
    }

    /** The name of the question that a signal answers. */
    public static String question(SyntheticSignal signal) {
        boolean bySubject = signal.kind() == SignalKind.SIMILAR || signal.kind() == SignalKind.SHORTLIST;
        return bySubject ? signal.subject().orElse("") : signal.itemId();
    }

    /** The name of the question that a request asks about one of its items. */
    public static String question(SignalRequest request, Item item) {
        return question(request.kind(), request.subjectId(), item.id());
    }

    /** The name of the question about an item. */
    public static String question(SignalKind kind, Optional<String> subjectId, String itemId) {
        return kind == SignalKind.SHORTLIST ? subjectId.orElse("") : itemId;
    }

    /**
     * The items in the order in which a prompt numbers them, from 1: the items of the request, or, where candidates are
     * shown, the candidates and then those of the items that are not among them.
     */
    public static List<Item> numbered(SignalRequest request) {
        if (!(request instanceof ChoiceRequest.SimilarItems similar) || !similar.listed()) {
            return request.items();
        }
        Set<String> shown = ids(similar.candidates());
        List<Item> all = new ArrayList<>(similar.candidates());
        similar.items().stream().filter(item -> !shown.contains(item.id())).forEach(all::add);
        return all;
    }

    /** Whether each question has one signal at most. */
    public static boolean isSingle(SignalKind kind) {
        return SignalKind.ratings().contains(kind) || kind == SignalKind.EXPOSURE;
    }

    /**
     * The items whose question no signal answers, in the order of the request.
     *
     * @param signals admissible signals
     */
    public List<Item> unanswered(Collection<SyntheticSignal> signals) {
        Set<String> answered =
                signals.stream().map(RequestRules::question).collect(Collectors.toCollection(HashSet::new));
        return request.items().stream()
                .filter(item -> !answered.contains(question(request, item)))
                .toList();
    }

    /**
     * Why a signal is not admissible.
     *
     * @return the reason; empty if the signal answers the request
     */
    public Optional<RejectionReason> rejection(SyntheticSignal signal) {
        if (signal.kind() != request.kind()) {
            return Optional.of(RejectionReason.UNKNOWN_ITEM);
        }
        return rejection(signal.subject(), signal.itemId(), signal.value());
    }

    /** Whether an item is among those of the request. */
    boolean isAsked(String itemId) {
        return asked.contains(itemId);
    }

    /** Why a value of the kind of the request is not admissible. */
    Optional<RejectionReason> rejection(Optional<String> subject, String itemId, double value) {
        if (!isSubject(subject) || !nameable.contains(itemId)) {
            return Optional.of(RejectionReason.UNKNOWN_ITEM);
        }
        boolean chosen = request.kind() == SignalKind.SHORTLIST && evidence.contains(itemId);
        boolean itself =
                request.kind() == SignalKind.SIMILAR && subject.orElse("").equals(itemId);
        if (chosen || itself) {
            return Optional.of(RejectionReason.KNOWN_ITEM);
        }
        return inRange(value) ? Optional.empty() : Optional.of(RejectionReason.OFF_SCALE);
    }

    private boolean isSubject(Optional<String> subject) {
        if (request instanceof ChoiceRequest.SimilarItems) {
            return subject.isPresent() && asked.contains(subject.get());
        }
        if (request instanceof ChoiceRequest.Grades grades) {
            return subject.isPresent() && grades.attributes().contains(subject.get());
        }
        return subject.equals(request.subjectId());
    }

    private boolean inRange(double value) {
        if (request instanceof RatingRequest rating) {
            return rating.scale().contains(value);
        }
        if (request instanceof ChoiceRequest.SimilarItems similar) {
            return isRank(value, similar.length());
        }
        if (request instanceof ChoiceRequest.Shortlist list) {
            return isRank(value, list.length());
        }
        double highest =
                request instanceof ChoiceRequest.Exposure ? ChoiceRequest.MAX_PERCENT : ChoiceRequest.MAX_GRADE;
        return value >= 0 && value <= highest;
    }

    private static boolean isRank(double value, int length) {
        return value >= 1 && value <= length && value == Math.rint(value);
    }
}
