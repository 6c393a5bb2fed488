// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.openai.internal.protocol;

import io.github.warmstart.openai.api.StructuredOutput;

/**
 * Dialect of a server: the optional parts of the interface that a request uses.
 *
 * @param output how the schema is enforced
 * @param tokenLimit name of the limit on the answer
 * @param role role of the instructions
 * @param temperature whether a temperature may be sent
 * @param seed whether a seed may be sent
 * @param headroom tokens allowed beyond the answer, for reasoning models
 */
public record Dialect(
        StructuredOutput output, TokenLimit tokenLimit, Role role, boolean temperature, boolean seed, int headroom) {

    /** Initial headroom; it grows if an answer is cut before it begins. */
    static final int FIRST_HEADROOM = 4096;

    private static final int MAX_HEADROOM = 65_536;

    /** Name of the limit on the answer. */
    enum TokenLimit {
        MAX_COMPLETION_TOKENS("max_completion_tokens"),
        MAX_TOKENS("max_tokens"),
        NONE("no token limit");

        private final String fieldName;

        TokenLimit(String fieldName) {
            this.fieldName = fieldName;
        }

        String fieldName() {
            return fieldName;
        }
    }

    /** Role of the instructions. */
    enum Role {
        SYSTEM,
        DEVELOPER,
        /** Instructions are the beginning of the user's message. */
        USER
    }

    /** Dialect of the first request. */
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

    /** With more headroom, up to the maximum. */
    Dialect withMoreHeadroom() {
        int more = headroom == 0 ? FIRST_HEADROOM : Math.min(MAX_HEADROOM, headroom * 4);
        return new Dialect(output, tokenLimit, role, temperature, seed, more);
    }

    /** Description for the log. */
    String describe() {
        StringBuilder text = new StringBuilder("structuredOutput ")
                .append(output)
                .append(" and ")
                .append(tokenLimit.fieldName());
        if (role != Role.SYSTEM) {
            text.append(", instructions as ").append(role);
        }
        text.append(temperature ? "" : ", no temperature").append(seed ? "" : ", no seed");
        if (headroom > 0) {
            text.append(", ").append(headroom).append(" more tokens for reasoning");
        }
        return text.toString();
    }
}
