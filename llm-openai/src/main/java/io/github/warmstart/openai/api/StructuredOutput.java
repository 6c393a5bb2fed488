// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.openai.api;

/** How a server is asked to keep its answer to the schema of the prompt; from the strictest way to the loosest. */
public enum StructuredOutput {
    /** {@code response_format} with the schema, strict: the server cannot answer anything else. */
    JSON_SCHEMA,
    /** {@code response_format} asks for some JSON object; the schema stands in the prompt. */
    JSON_OBJECT,
    /** The schema stands in the prompt, and the request has no {@code response_format}. */
    PROMPT_ONLY
}
