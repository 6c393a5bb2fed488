// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.openai;

/**
 * Listener to the calls of a client, for metrics, traces and logs. Every method is empty unless overridden.
 *
 * <p>Methods are called on the thread of the call, so by several threads at once, and must return soon. An exception of a
 * listener is logged and ignored: an answer that was paid for is not lost to a broken meter.
 */
public interface OpenAiListener {

    /** Listener that does nothing. */
    OpenAiListener NONE = new OpenAiListener() {};

    /**
     * Called once at the end of each request that was sent, successful or not.
     *
     * @param attempt the request, its times, its usage and its outcome
     */
    default void onAttempt(OpenAiAttempt attempt) {}
}
