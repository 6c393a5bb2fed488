// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.openai.testkit;

import io.github.warmstart.openai.testkit.internal.server.CallCounts;
import java.util.List;

/** Statistics of all calls that a {@link FakeOpenAi} has received. Immutable. */
public final class CallStatistics {

    private final CallCounts values;

    CallStatistics(CallCounts values) {
        this.values = values;
    }

    /**
     * Number of all calls, including those to files and batches.
     *
     * @return 0 or more
     */
    public int calls() {
        return values.calls();
    }

    /**
     * Number of calls of chat completions.
     *
     * @return 0 or more
     */
    public int chatCalls() {
        return values.chatCalls();
    }

    /**
     * Number of different prompts, in calls and in lines of batches.
     *
     * @return 0 or more
     */
    public int prompts() {
        return values.prompts();
    }

    /**
     * Number of prompts that were answered, by a call or by a batch.
     *
     * @return 0 or more
     */
    public int answered() {
        return values.answered();
    }

    /**
     * Number of prompts that were answered more than once, and so paid for again.
     *
     * @return 0 or more
     */
    public int answeredTwice() {
        return values.answeredTwice();
    }

    /**
     * Number of calls that were answered with 429.
     *
     * @return 0 or more
     */
    public int rateLimited() {
        return values.rateLimited();
    }

    /**
     * Number of calls that arrived before the wait requested for their prompt had elapsed.
     *
     * @return 0 or more
     */
    public int early() {
        return values.early();
    }

    /**
     * Number of calls that the client cancelled before the response was complete.
     *
     * @return 0 or more
     */
    public int aborted() {
        return values.aborted();
    }

    /**
     * Highest number of concurrent calls.
     *
     * @return 0 or more
     */
    public int maxConcurrency() {
        return values.maxConcurrency();
    }

    /**
     * Violations of OpenAI's published schema.
     *
     * @return one text for each, with the number of the call
     */
    public List<String> problems() {
        return values.problems();
    }

    /**
     * Deprecated fields that were used before the server had refused their successor.
     *
     * @return one text for each, with the number of the call
     */
    public List<String> deprecated() {
        return values.deprecated();
    }

    /**
     * All figures.
     *
     * @return text for messages of tests
     */
    @Override
    public String toString() {
        return values.toString();
    }
}
