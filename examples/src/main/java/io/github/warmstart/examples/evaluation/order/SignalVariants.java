// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.examples.evaluation.order;

import io.github.warmstart.choice.data.ChoiceSignals;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;

/** Recorded answers, in part, of others, or spoiled. */
final class SignalVariants {

    private static final double NOISE = 0.6;
    private static final int SCRAMBLED = 2000;

    private SignalVariants() {}

    /** The exposure answers alone. */
    static ChoiceSignals exposure(ChoiceSignals all) {
        return ChoiceSignals.builder().exposure(all.exposure()).build();
    }

    /** What was said of items to everybody alike. */
    static ChoiceSignals audience(ChoiceSignals all) {
        return ChoiceSignals.builder()
                .exposure(all.exposure())
                .grades(all.grades())
                .build();
    }

    /** The same answers with shortlists of other users, and similar items of other items. */
    static ChoiceSignals placebo(ChoiceSignals all, long seed) {
        Map<String, ChoiceSignals.Probe> probes = new LinkedHashMap<>();
        Map<String, List<String>> probeLists = new LinkedHashMap<>();
        all.probes().forEach((userId, probe) -> probeLists.put(userId, probe.shortlist()));
        shifted(probeLists)
                .forEach((userId, list) -> probes.put(
                        userId,
                        new ChoiceSignals.Probe(
                                Objects.requireNonNull(all.probes().get(userId)).known(), list)));
        return all.toBuilder()
                .shortlists(shifted(all.shortlists()))
                .similar(permuted(all.similar(), seed))
                .probes(probes)
                .build();
    }

    /** To each key the value of the next. */
    private static <T> Map<String, T> shifted(Map<String, T> map) {
        List<T> values = new ArrayList<>(map.values());
        Collections.rotate(values, -1);
        return joined(map, values);
    }

    private static <T> Map<String, T> permuted(Map<String, T> map, long seed) {
        List<T> values = new ArrayList<>(map.values());
        Collections.shuffle(values, new Random(seed));
        return joined(map, values);
    }

    private static <T> Map<String, T> joined(Map<String, T> map, List<T> values) {
        Map<String, T> joined = new LinkedHashMap<>();
        int position = 0;
        for (String key : map.keySet()) {
            joined.put(key, values.get(position++));
        }
        return joined;
    }

    /** The same answers with noise on the logarithm of the exposure. */
    static ChoiceSignals degraded(ChoiceSignals all, long seed) {
        Random random = new Random(seed);
        Map<String, Double> noisy = new LinkedHashMap<>();
        all.exposure()
                .forEach((itemId, percent) -> noisy.put(itemId, percent * Math.exp(NOISE * random.nextGaussian())));
        return all.toBuilder().exposure(noisy).build();
    }

    /** Exposure answers permuted within the greatest. */
    static ChoiceSignals scrambled(ChoiceSignals all, long seed) {
        List<Map.Entry<String, Double>> entries = new ArrayList<>(all.exposure().entrySet());
        entries.sort(Map.Entry.<String, Double>comparingByValue().reversed());
        int count = Math.min(SCRAMBLED, entries.size());
        List<Double> values = new ArrayList<>();
        entries.subList(0, count).forEach(entry -> values.add(entry.getValue()));
        Collections.shuffle(values, new Random(seed));
        Map<String, Double> scrambled = new LinkedHashMap<>();
        for (int position = 0; position < entries.size(); position++) {
            Map.Entry<String, Double> entry = entries.get(position);
            scrambled.put(entry.getKey(), position < count ? values.get(position) : entry.getValue());
        }
        return ChoiceSignals.builder().exposure(scrambled).build();
    }
}
