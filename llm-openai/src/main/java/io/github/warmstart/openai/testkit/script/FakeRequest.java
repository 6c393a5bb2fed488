// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.openai.testkit.script;

/**
 * Request for a chat completion, as a {@link FakeModel} receives it.
 *
 * @param model requested model
 * @param system text of system and developer messages; empty if there are none
 * @param user text of user messages
 * @param attempt number of requests with this prompt so far, including this one
 */
public record FakeRequest(String model, String system, String user, int attempt) {}
