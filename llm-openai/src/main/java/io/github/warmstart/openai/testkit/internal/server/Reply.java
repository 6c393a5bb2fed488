// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.openai.testkit.internal.server;

import io.github.warmstart.openai.testkit.script.Fault;
import io.github.warmstart.openai.testkit.script.Fault.Delivery;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Response of the fake server.
 *
 * @param status HTTP status
 * @param headers headers, without type and length
 * @param body body
 * @param fault fault in its delivery
 * @param answersPrompt whether it answers the prompt
 * @param description short description, for the log
 */
public record Reply(
        int status, Map<String, String> headers, String body, Fault fault, boolean answersPrompt, String description) {

    static Reply of(int status, String body) {
        return new Reply(status, Map.of(), body, Fault.none(), false, String.valueOf(status));
    }

    Reply as(Fault other, boolean answering) {
        Map<String, String> all = new LinkedHashMap<>(headers);
        all.putAll(other.headers());
        int code = other.status() == 0 || other.isExecuted() ? status : other.status();
        return new Reply(code, all, body, other, answering, other == Fault.none() ? description : other.toString());
    }

    Reply with(Map<String, String> more) {
        Map<String, String> all = new LinkedHashMap<>(headers);
        all.putAll(more);
        return new Reply(status, all, body, fault, answersPrompt, description);
    }

    /** Whether a client that reads to the end has a complete answer to its prompt. */
    boolean isCompleteAnswer() {
        return answersPrompt
                && (fault.delivery() == Delivery.COMPLETE || fault.delivery() == Delivery.DRIP)
                && status < 300;
    }

    @Nullable
    Duration retryAfter() {
        return fault.retryAfter().orElse(null);
    }
}
