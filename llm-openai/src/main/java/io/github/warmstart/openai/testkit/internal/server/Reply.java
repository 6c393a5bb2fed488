// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.openai.testkit.internal.server;

import io.github.warmstart.openai.testkit.script.Fault;
import io.github.warmstart.openai.testkit.script.Fault.Delivery;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An answer, and how it is to leave.
 *
 * @param status its status
 * @param headers its headers, without type and length
 * @param body its body
 * @param how how the bytes leave, and what goes wrong
 * @param good whether it answers the prompt
 * @param name what it is, for records
 */
public record Reply(int status, Map<String, String> headers, String body, Fault how, boolean good, String name) {

    static Reply of(int status, String body) {
        return new Reply(status, Map.of(), body, Fault.none(), false, String.valueOf(status));
    }

    Reply as(Fault fault, boolean good) {
        Map<String, String> all = new LinkedHashMap<>(headers);
        all.putAll(fault.headers());
        int code = fault.status() == 0 || fault.isDone() ? status : fault.status();
        return new Reply(code, all, body, fault, good, fault == Fault.none() ? name : fault.toString());
    }

    Reply with(Map<String, String> more) {
        Map<String, String> all = new LinkedHashMap<>(headers);
        all.putAll(more);
        return new Reply(status, all, body, how, good, name);
    }

    /** Whether a client that reads to the end has a whole answer to its prompt. */
    boolean isGoodAndWhole() {
        return good && (how.delivery() == Delivery.WHOLE || how.delivery() == Delivery.DRIP) && status < 300;
    }

    @Nullable
    Duration askedWait() {
        return how.askedWait();
    }
}
