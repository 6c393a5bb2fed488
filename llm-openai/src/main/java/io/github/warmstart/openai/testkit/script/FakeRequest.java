// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.openai.testkit.script;

/**
 * A chat completion that a client asks for, as a {@link FakeModel} sees it.
 *
 * @param model the model it names
 * @param system the words of system and developer messages; empty if there are none
 * @param user the words of user messages
 * @param attempt how often this prompt came before and now, from 1
 */
public record FakeRequest(String model, String system, String user, int attempt) {}
