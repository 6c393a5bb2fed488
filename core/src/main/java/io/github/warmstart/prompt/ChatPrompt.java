// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.prompt;

/**
 * What a language model is to be sent.
 *
 * @param system the instructions: equal for all prompts of a scale and kind, so that providers can cache them
 * @param user the question, with all text from catalogues and profiles fenced as data
 * @param schemaName a name for the schema, letters and underscores
 * @param jsonSchema the JSON schema that the reply must follow: constant, so that providers compile it once
 * @param maxOutputTokens an upper bound of what a good answer takes
 */
public record ChatPrompt(String system, String user, String schemaName, String jsonSchema, int maxOutputTokens) {

    /** Roles and marks around messages and schema. */
    private static final int TOKENS_AROUND = 16;

    /**
     * About how many tokens the prompt has, its schema included, without asking any server. For English prompts of this
     * library the estimate is a few per cent off; {@code docs/openai.md} states the measured error. Other tokenizers and
     * languages differ more.
     *
     * @return 1 or more; costs O(length)
     */
    public int estimatedInputTokens() {
        return (int) Math.min(
                Integer.MAX_VALUE,
                TOKENS_AROUND + TokenCount.of(system) + TokenCount.of(user) + TokenCount.of(jsonSchema));
    }
}
