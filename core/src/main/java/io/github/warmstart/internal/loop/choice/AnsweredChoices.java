// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.internal.loop.choice;

import io.github.warmstart.choice.data.ChoiceSignals;
import io.github.warmstart.signal.SignalKind;
import io.github.warmstart.signal.SyntheticSignal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Turns signals about choices into what a choice learner reads. */
public final class AnsweredChoices {

    private AnsweredChoices() {}

    /**
     * The answers in the signals.
     *
     * @param signals signals about choices; others are left out
     * @param probes the choices that were shown of warm users who were made newcomers
     * @param attributes the attributes that were graded, in order; an item without one of the grades is left out
     */
    public static ChoiceSignals of(
            List<SyntheticSignal> signals, Map<String, List<String>> probes, List<String> attributes) {
        Map<String, Double> exposure = new LinkedHashMap<>();
        Map<String, Map<String, Double>> grades = new LinkedHashMap<>();
        for (SyntheticSignal signal : signals) {
            if (signal.kind() == SignalKind.EXPOSURE && signal.value() > 0) {
                exposure.put(signal.itemId(), signal.value());
            } else if (signal.kind() == SignalKind.GRADES) {
                grades.computeIfAbsent(signal.itemId(), item -> new LinkedHashMap<>())
                        .put(signal.subject().orElse(""), signal.value());
            }
        }
        Map<String, List<String>> shortlists = lists(signals, SignalKind.SHORTLIST);
        Map<String, ChoiceSignals.Probe> probed = new LinkedHashMap<>();
        probes.forEach((userId, known) -> {
            List<String> list = shortlists.remove(userId);
            if (list != null) {
                probed.put(userId, new ChoiceSignals.Probe(known, list));
            }
        });
        Map<String, List<Double>> whole = new LinkedHashMap<>();
        grades.forEach((itemId, held) -> {
            if (held.keySet().containsAll(attributes)) {
                whole.put(
                        itemId,
                        attributes.stream()
                                .map(name -> held.getOrDefault(name, 0.0))
                                .toList());
            }
        });
        return ChoiceSignals.builder()
                .exposure(exposure)
                .similar(lists(signals, SignalKind.SIMILAR))
                .shortlists(shortlists)
                .probes(probed)
                .grades(whole)
                .build();
    }

    private static Map<String, List<String>> lists(List<SyntheticSignal> signals, SignalKind kind) {
        Map<String, List<SyntheticSignal>> bySubject = new LinkedHashMap<>();
        for (SyntheticSignal signal : signals) {
            if (signal.kind() == kind) {
                bySubject
                        .computeIfAbsent(signal.subject().orElse(""), subject -> new ArrayList<>())
                        .add(signal);
            }
        }
        Map<String, List<String>> lists = new LinkedHashMap<>();
        bySubject.forEach((subject, named) -> lists.put(
                subject,
                named.stream()
                        .sorted(Comparator.comparingDouble(SyntheticSignal::value))
                        .map(SyntheticSignal::itemId)
                        .toList()));
        return lists;
    }
}
