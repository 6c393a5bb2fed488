// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.report;

import io.github.warmstart.signal.Usage;
import java.util.List;
import java.util.OptionalDouble;

/**
 * What a warm start would ask, made without sending anything: a dry run.
 *
 * <p>Questions about single users are asked only if the probes show that they are worth it, and about personas only as long
 * as they help, so the truth lies between {@link #least()} and {@link #most()}, if every question is answered at the first
 * try. It may lie below if a kind of question stops paying ({@code leastGain}) or shows itself to be noise. Retries, and
 * questions about what answers leave out, come on top; the budget cuts it off at the latest.
 *
 * @param rounds what each kind of question would take; in which order they are asked, their gain for each token decides
 * @param least what is asked unless it stops paying
 * @param most what is asked if the probes speak for questions about users, and personas help
 * @param leastCost what the least costs; nothing if the budget has no price
 * @param mostCost what the most costs; nothing if the budget has no price
 * @param currency of the costs; empty without a price
 */
public record WarmStartEstimate(
        List<Round> rounds,
        Usage least,
        Usage most,
        OptionalDouble leastCost,
        OptionalDouble mostCost,
        String currency) {

    /**
     * One kind of question.
     *
     * @param purpose audience, repeat, probe, persona or user
     * @param items how many items would be asked about
     * @param usage how many requests and tokens that takes
     */
    public record Round(String purpose, long items, Usage usage) {}

    /** Copies the list. */
    public WarmStartEstimate {
        rounds = List.copyOf(rounds);
    }

    /**
     * One line a round, and the sums.
     *
     * @return words for people
     */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (Round round : rounds) {
            text.append("%s: %d requests about %d items, %d + %d tokens%n"
                    .formatted(
                            round.purpose(),
                            round.usage().calls(),
                            round.items(),
                            round.usage().inputTokens(),
                            round.usage().outputTokens()));
        }
        return text.append("in all %d to %d requests, %d to %d tokens"
                        .formatted(least.calls(), most.calls(), least.tokens(), most.tokens()))
                .append(
                        mostCost.isEmpty()
                                ? ""
                                : ", %s to %s %s".formatted(leastCost.getAsDouble(), mostCost.getAsDouble(), currency))
                .toString();
    }
}
