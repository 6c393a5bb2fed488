// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.report;

import io.github.warmstart.signal.Usage;
import java.util.List;
import java.util.OptionalDouble;

/**
 * Estimate of the requests, tokens and cost of a warm start: a dry run that sends nothing.
 *
 * <p>User questions are asked only if the probes support them, and persona questions only while they help, so the actual
 * usage is between {@link #min()} and {@link #max()} if every question is answered at the first attempt. It is lower if a
 * kind of question falls below {@code minGain} or is indistinguishable from noise. Retries and follow-up questions for
 * missing items are extra. The budget limits all of it.
 *
 * @param joins whether ratings, catalogue and named cold users use the same ids
 * @param rounds usage by kind of question; the run orders them by expected gain per token
 * @param min usage without user questions and personas
 * @param max usage with them
 * @param minCost cost of {@code min}; empty if the budget has no price
 * @param maxCost cost of {@code max}; empty if the budget has no price
 * @param currency currency of the costs; empty without a price
 */
public record WarmStartEstimate(
        JoinCheck joins,
        List<Round> rounds,
        Usage min,
        Usage max,
        OptionalDouble minCost,
        OptionalDouble maxCost,
        String currency) {

    /**
     * One kind of question.
     *
     * @param purpose audience, repeat, probe, persona or user
     * @param items number of items asked about
     * @param usage requests and tokens
     */
    public record Round(String purpose, long items, Usage usage) {}

    /** Copies the list. */
    public WarmStartEstimate {
        rounds = List.copyOf(rounds);
    }

    /**
     * The joins with their warnings, one line per round, and the totals.
     *
     * @return text for people
     */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder().append(joins).append(System.lineSeparator());
        joins.warnings().forEach(warning -> text.append("warning: %s%n".formatted(warning)));
        for (Round round : rounds) {
            text.append("%s: %d requests about %d items, %d + %d tokens%n"
                    .formatted(
                            round.purpose(),
                            round.usage().calls(),
                            round.items(),
                            round.usage().inputTokens(),
                            round.usage().outputTokens()));
        }
        return text.append("total: %d to %d requests, %d to %d tokens"
                        .formatted(min.calls(), max.calls(), min.tokens(), max.tokens()))
                .append(
                        maxCost.isEmpty()
                                ? ""
                                : ", %s to %s %s".formatted(minCost.getAsDouble(), maxCost.getAsDouble(), currency))
                .toString();
    }
}
