// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.openai.api;

/** Method of enforcing the JSON schema of an answer, from the strictest to the most lenient. */
public enum StructuredOutput {
    /** {@code response_format} with the schema, strict: the server can give no other answer. */
    JSON_SCHEMA,
    /** {@code response_format} requires any JSON object; the schema is part of the prompt. */
    JSON_OBJECT,
    /** The schema is part of the prompt; the request has no {@code response_format}. */
    PROMPT_ONLY
}
