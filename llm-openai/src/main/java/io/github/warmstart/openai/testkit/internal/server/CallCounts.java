// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.openai.testkit.internal.server;

import java.util.List;

/** Counts of all calls; the public view is {@code CallStatistics}. */
public record CallCounts(
        int calls,
        int chatCalls,
        int prompts,
        int answered,
        int answeredTwice,
        int rateLimited,
        int early,
        int aborted,
        int maxConcurrency,
        List<String> problems,
        List<String> deprecated) {}
