// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.openai.testkit.script;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A call as the server saw it.
 *
 * @param number its place in the order of arrival, from 1
 * @param at when its last byte had arrived, counted from the start of the server
 * @param method the method
 * @param path the path with its query
 * @param headers the headers, names in lower case; of secrets only stars
 * @param body the body; empty if the script keeps none
 * @param hadKey whether it carried a key
 * @param prompt a hash of the prompt, equal for equal prompts; empty if it was no chat completion
 * @param attempt how often this prompt came before and now, from 1
 * @param problems where it breaks OpenAI's published schema
 * @param deprecated deprecated fields that it used before the server had refused their successor
 * @param early whether it came before the time that the server had named
 * @param answer what was answered, in a few words
 * @param status the status that was answered; 0 for none
 * @param answered whether the prompt was answered, and the answer sent to its end
 * @param ended when the server was done with it, counted from its start
 * @param aborted when the server saw that the client had hung up before that, counted from its start
 */
public record RecordedCall(
        int number,
        Duration at,
        String method,
        String path,
        Map<String, String> headers,
        String body,
        boolean hadKey,
        String prompt,
        int attempt,
        List<String> problems,
        Set<String> deprecated,
        boolean early,
        String answer,
        int status,
        boolean answered,
        Optional<Duration> ended,
        Optional<Duration> aborted) {}
