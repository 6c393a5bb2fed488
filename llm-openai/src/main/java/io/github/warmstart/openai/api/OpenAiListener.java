// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.openai.api;

/**
 * Hears what a client does on the wire, for metrics, traces and logs. Every method is empty unless overridden.
 *
 * <p>Methods are called by the thread of the call that they are about, so by several at once, and must return soon. What a
 * listener throws is logged and dropped: an answer that was paid for is not lost to a meter that is broken.
 */
public interface OpenAiListener {

    /** Hears nothing. */
    OpenAiListener NONE = new OpenAiListener() {};

    /**
     * An attempt has come to its end, well or badly. Every request that was sent is told once.
     *
     * @param attempt what it was, what it took and how it ended
     */
    default void onAttempt(OpenAiAttempt attempt) {}
}
