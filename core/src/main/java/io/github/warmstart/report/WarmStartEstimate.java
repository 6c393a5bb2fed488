// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.report;

import io.github.warmstart.signal.Usage;
import java.util.List;
import java.util.OptionalDouble;

/**
 * Estimate of the requests, tokens and cost of a warm start: a dry run that sends nothing.
 *
 * <p>User questions are asked only if the probes support them, and persona questions only while they help, so the actual
 * usage is between {@link #least()} and {@link #most()} if every question is answered at the first attempt. It is lower if a
 * kind of question falls below {@code minGain} or is indistinguishable from noise. Retries and follow-up questions for
 * missing items are extra. The budget limits all of it.
 *
 * @param joins whether ratings, catalogue and named cold users use the same ids
 * @param rounds usage by kind of question; the run orders them by expected gain per token
 * @param least usage without user questions and personas
 * @param most usage with them
 * @param leastCost cost of {@code least}; empty if the budget has no price
 * @param mostCost cost of {@code most}; empty if the budget has no price
 * @param currency currency of the costs; empty without a price
 */
public record WarmStartEstimate(
        JoinCheck joins,
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
                        .formatted(least.calls(), most.calls(), least.tokens(), most.tokens()))
                .append(
                        mostCost.isEmpty()
                                ? ""
                                : ", %s to %s %s".formatted(leastCost.getAsDouble(), mostCost.getAsDouble(), currency))
                .toString();
    }
}
