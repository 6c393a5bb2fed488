// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.openai.internal.protocol;

import io.github.warmstart.openai.api.StructuredOutput;

/**
 * Which of the optional parts of the interface a server is spoken to in.
 *
 * @param output how it is asked to keep to the schema
 * @param tokenLimit what the bound on the answer is called
 * @param role who gives the instructions
 * @param temperature whether a temperature may be sent
 * @param seed whether a seed may be sent
 * @param headroom tokens that are allowed beyond what the answer takes, for models that think first
 */
public record Dialect(
        StructuredOutput output, TokenLimit tokenLimit, Role role, boolean temperature, boolean seed, int headroom) {

    /** Enough for some thinking; more is allowed once it has turned out to be too little. */
    static final int FIRST_HEADROOM = 4096;

    private static final int MOST_HEADROOM = 65_536;

    /** The names of the bound on the answer. */
    enum TokenLimit {
        MAX_COMPLETION_TOKENS("max_completion_tokens"),
        MAX_TOKENS("max_tokens"),
        NONE("no limit of tokens");

        private final String words;

        TokenLimit(String words) {
            this.words = words;
        }

        String words() {
            return words;
        }
    }

    /** Who gives the instructions. */
    enum Role {
        SYSTEM,
        DEVELOPER,
        /** Nobody: they stand before the question. */
        USER
    }

    /** What every server is asked in at first. */
    static Dialect first(StructuredOutput output, String model) {
        return new Dialect(
                output,
                TokenLimit.MAX_COMPLETION_TOKENS,
                Role.SYSTEM,
                true,
                true,
                ReasoningModels.isOne(model) ? FIRST_HEADROOM : 0);
    }

    Dialect with(StructuredOutput other) {
        return new Dialect(other, tokenLimit, role, temperature, seed, headroom);
    }

    Dialect with(TokenLimit other) {
        return new Dialect(output, other, role, temperature, seed, headroom);
    }

    Dialect with(Role other) {
        return new Dialect(output, tokenLimit, other, temperature, seed, headroom);
    }

    Dialect withoutTemperature() {
        return new Dialect(output, tokenLimit, role, false, seed, headroom);
    }

    Dialect withoutSeed() {
        return new Dialect(output, tokenLimit, role, temperature, false, headroom);
    }

    /** Room for more thinking; the same if there is plenty. */
    Dialect withMoreRoom() {
        int more = headroom == 0 ? FIRST_HEADROOM : Math.min(MOST_HEADROOM, headroom * 4);
        return new Dialect(output, tokenLimit, role, temperature, seed, more);
    }

    /** How the difference to another dialect reads in a log. */
    String words() {
        StringBuilder words = new StringBuilder("structuredOutput ")
                .append(output)
                .append(" and ")
                .append(tokenLimit.words());
        if (role != Role.SYSTEM) {
            words.append(", instructions as ").append(role);
        }
        words.append(temperature ? "" : ", no temperature").append(seed ? "" : ", no seed");
        if (headroom > 0) {
            words.append(", ").append(headroom).append(" tokens more for thinking");
        }
        return words.toString();
    }
}
