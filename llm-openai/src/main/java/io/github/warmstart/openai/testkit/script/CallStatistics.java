// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.openai.testkit.script;

import java.util.List;

/**
 * What clients did, in figures.
 *
 * @param calls all calls, those to files and batches included
 * @param chatCalls calls of chat completions
 * @param prompts different prompts among them and among the lines of batches
 * @param answered prompts that were answered, by a call or by a batch
 * @param answeredTwice prompts that were answered more than once: paid for again without need
 * @param rateLimited calls that were answered 429
 * @param early calls that came before the time the server had named for their prompt
 * @param aborted calls that the client hung up on before the server was done
 * @param mostAtOnce the highest number of calls that were under way together
 * @param problems where calls broke OpenAI's published schema, with their number
 * @param deprecated deprecated fields used before the server had refused their successor, with the number of the call
 */
public record CallStatistics(
        int calls,
        int chatCalls,
        int prompts,
        int answered,
        int answeredTwice,
        int rateLimited,
        int early,
        int aborted,
        int mostAtOnce,
        List<String> problems,
        List<String> deprecated) {}
