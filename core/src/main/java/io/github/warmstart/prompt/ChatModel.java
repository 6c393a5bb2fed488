// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.prompt;

import io.github.warmstart.signal.SignalException;

/**
 * A language model: one prompt in, one reply out. Binding your own takes this one method; prompts, parsing and checks
 * are done by {@link PromptedSignalGenerator}.
 *
 * <p>Implementations must be safe for several threads at once unless the generator is told to use one.
 */
@FunctionalInterface
public interface ChatModel {

    /**
     * Completes a prompt.
     *
     * @param prompt what to send
     * @return what came back, however malformed: reading it is not this method's work
     * @throws SignalException if nothing came back; its message must hold no secret
     * @throws InterruptedException if the calling thread was interrupted while waiting; the call must be abandoned
     */
    ChatReply complete(ChatPrompt prompt) throws SignalException, InterruptedException;
}
