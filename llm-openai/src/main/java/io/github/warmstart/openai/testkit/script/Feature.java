// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.openai.testkit.script;

/** Part of chat completions that not every server supports. */
public enum Feature {
    /** {@code response_format} of type {@code json_schema}. */
    JSON_SCHEMA,
    /** {@code response_format} of type {@code json_object}. */
    JSON_OBJECT,
    /** {@code max_completion_tokens}. */
    MAX_COMPLETION_TOKENS,
    /** {@code max_tokens}, the older name. */
    MAX_TOKENS,
    /** {@code temperature} other than 1. */
    TEMPERATURE,
    /** {@code seed}. */
    SEED,
    /** Messages of the role {@code system}. */
    SYSTEM_ROLE,
    /** Messages of the role {@code developer}. */
    DEVELOPER_ROLE
}
