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
public record ChatPrompt(String system, String user, String schemaName, String jsonSchema, int maxOutputTokens) {}
