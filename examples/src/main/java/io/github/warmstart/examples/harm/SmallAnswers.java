// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.examples.harm;

import io.github.warmstart.signal.Origin;
import io.github.warmstart.signal.SignalKind;
import io.github.warmstart.signal.SignalReply;
import io.github.warmstart.signal.SignalRequest;
import io.github.warmstart.signal.SyntheticSignal;
import io.github.warmstart.signal.SyntheticSignalGenerator;
import io.github.warmstart.signal.Usage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Generator of answers about the audience of a {@link SmallWorld}, for some of its items. The same question always gets
 * the same answer.
 */
final class SmallAnswers implements SyntheticSignalGenerator {

    private static final double MIDDLE = 3.4;
    /** Error of an honest answer, in standard deviations of item means: a correlation of 0.9. */
    private static final double HONEST_ERROR = 0.484;
    /** Error of a weak answer, likewise: a correlation of 0.4. */
    private static final double WEAK_ERROR = 2.29;

    private final double[] answers;
    private final Set<Integer> items;
    private final Origin origin;

    /** Kind of answers. */
    enum Kind {
        HONEST("honest"),
        WEAK("weak"),
        NOISE("noise sd 1"),
        NARROW_NOISE("noise sd 0.3"),
        PERMUTED("permuted"),
        HIGH("one star too high"),
        COMPRESSED("compressed"),
        REVERSED("reversed"),
        POPULAR_ONLY("good on popular items only");

        private final String label;

        Kind(String label) {
            this.label = label;
        }

        String label() {
            return label;
        }

        /** Whether answers are unrelated to the items. */
        boolean unrelated() {
            return this == NOISE || this == NARROW_NOISE || this == PERMUTED;
        }
    }

    /**
     * Makes the answers.
     *
     * @param items items with an answer
     */
    SmallAnswers(SmallWorld world, Kind kind, List<Integer> items) {
        this.items = new HashSet<>(items);
        origin = new Origin("planted", kind.label(), "", "0".repeat(64), Instant.EPOCH);
        double spread = world.shape.spread();
        answers = new double[world.means.length];
        for (int item = 0; item < answers.length; item++) {
            double chance = NamedRandom.normal(world.seed, "answer", SmallWorld.id(item));
            double honest = world.means[item] + HONEST_ERROR * spread * chance;
            answers[item] = switch (kind) {
                case HONEST, PERMUTED -> honest;
                case WEAK -> world.means[item] + WEAK_ERROR * spread * chance;
                case NOISE -> MIDDLE + chance;
                case NARROW_NOISE -> MIDDLE + 0.3 * chance;
                case HIGH -> honest + 1;
                case COMPRESSED -> MIDDLE + (honest - MIDDLE) / 3;
                case REVERSED -> 2 * MIDDLE - honest;
                case POPULAR_ONLY -> item < world.shape.rated() / 4 ? honest : 2 * MIDDLE - honest;
            };
        }
        if (kind == Kind.PERMUTED) {
            List<Double> dealt = new ArrayList<>();
            items.forEach(item -> dealt.add(answers[item]));
            Collections.shuffle(dealt, NamedRandom.of(world.seed, "permuted"));
            for (int k = 0; k < items.size(); k++) {
                answers[items.get(k)] = dealt.get(k);
            }
        }
    }

    @Override
    public boolean canAnswer(SignalKind kind, Optional<String> subjectId, String itemId) {
        return kind == SignalKind.AUDIENCE && items.contains(SmallWorld.number(itemId));
    }

    @Override
    public void generate(List<SignalRequest> requests, Consumer<SignalReply> replies) {
        for (SignalRequest request : requests) {
            List<SyntheticSignal> signals = request.items().stream()
                    .map(item -> new SyntheticSignal(
                            request.kind(),
                            request.subjectId(),
                            item.id(),
                            SmallWorld.SCALE.clamp(Math.rint(10 * answers[SmallWorld.number(item.id())]) / 10),
                            Set.of(),
                            origin))
                    .toList();
            replies.accept(new SignalReply(
                    request, SignalReply.Outcome.COMPLETE, signals, Map.of(), new Usage(1, 0, 0, 0), ""));
        }
    }
}
