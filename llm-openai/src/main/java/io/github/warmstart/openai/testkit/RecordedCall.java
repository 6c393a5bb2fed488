// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.openai.testkit;

import io.github.warmstart.openai.testkit.internal.server.CallSnapshot;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** One call as a {@link FakeOpenAi} received it. Immutable. */
public final class RecordedCall {

    private final CallSnapshot values;

    RecordedCall(CallSnapshot values) {
        this.values = values;
    }

    /**
     * Position in the order of arrival.
     *
     * @return 1 or more
     */
    public int number() {
        return values.number();
    }

    /**
     * Time of arrival of the last byte.
     *
     * @return time since the start of the server
     */
    public Duration at() {
        return values.at();
    }

    /**
     * HTTP method.
     *
     * @return for example {@code POST}
     */
    public String method() {
        return values.method();
    }

    /**
     * Path with query.
     *
     * @return begins with a slash
     */
    public String path() {
        return values.path();
    }

    /**
     * Headers, with names in lower case and stars in place of secrets.
     *
     * @return empty, except for a hidden key, if the script keeps no bodies
     */
    public Map<String, String> headers() {
        return values.headers();
    }

    /**
     * Body of the request.
     *
     * @return empty if the script keeps no bodies
     */
    public String body() {
        return values.body();
    }

    /**
     * Whether the call had a key.
     *
     * @return false without a key
     */
    public boolean hadKey() {
        return values.hadKey();
    }

    /**
     * Hash of the prompt, equal for equal prompts.
     *
     * @return empty for other calls than chat completions
     */
    public String prompt() {
        return values.prompt();
    }

    /**
     * Number of calls with this prompt so far, including this one.
     *
     * @return 1 or more
     */
    public int attempt() {
        return values.attempt();
    }

    /**
     * Violations of OpenAI's published schema.
     *
     * @return empty if there are none
     */
    public List<String> problems() {
        return values.problems();
    }

    /**
     * Deprecated fields that were used before the server had refused their successor.
     *
     * @return names of fields
     */
    public Set<String> deprecated() {
        return values.deprecated();
    }

    /**
     * Whether the call arrived before the wait requested by the server had elapsed.
     *
     * @return false if it was in time
     */
    public boolean early() {
        return values.early();
    }

    /**
     * Short description of the response.
     *
     * @return for example {@code answered}
     */
    public String answer() {
        return values.answer();
    }

    /**
     * HTTP status of the response.
     *
     * @return 0 without a response
     */
    public int status() {
        return values.status();
    }

    /**
     * Whether the prompt was answered and the response sent completely.
     *
     * @return false if the call failed
     */
    public boolean answered() {
        return values.answered();
    }

    /**
     * Time at which the server had finished the call.
     *
     * @return time since the start of the server; empty if it is still running
     */
    public Optional<Duration> ended() {
        return values.ended();
    }

    /**
     * Time at which the server noticed that the client had cancelled the call.
     *
     * @return time since the start of the server; empty if it was not cancelled
     */
    public Optional<Duration> aborted() {
        return values.aborted();
    }

    /**
     * All values.
     *
     * @return text for messages of tests
     */
    @Override
    public String toString() {
        return values.toString();
    }
}
