// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.openai.internal.protocol;

import com.squareup.moshi.JsonDataException;
import io.github.warmstart.openai.internal.wire.LenientJson;
import io.github.warmstart.openai.internal.wire.Wire;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * Completion assembled from a stream of events, which some servers send without being asked to.
 *
 * @see <a href="https://html.spec.whatwg.org/multipage/server-sent-events.html">Server-sent events</a>
 */
final class EventStream {

    private static final String DATA = "data:";
    private static final String END = "[DONE]";

    private EventStream() {}

    static boolean isOne(ByteString body) {
        String begin = body.substring(0, Math.min(body.size(), 64)).utf8().stripLeading();
        return begin.startsWith(DATA) || begin.startsWith("event:") || begin.startsWith(":");
    }

    /** The complete answer; null if no event holds a part of one. A truncated stream gives a truncated answer. */
    static Wire.@Nullable Completion read(ByteString body) {
        StringBuilder text = new StringBuilder();
        String finish = null;
        String id = null;
        String model = null;
        boolean any = false;
        boolean ended = false;
        for (String line : body.utf8().lines().toList()) {
            String data = line.startsWith(DATA) ? line.substring(DATA.length()).strip() : "";
            ended |= data.equals(END);
            if (!data.startsWith("{") || !(parse(data) instanceof Map<?, ?> event)) {
                continue;
            }
            id = event.get("id") instanceof String s ? s : id;
            model = event.get("model") instanceof String s ? s : model;
            if (event.get("choices") instanceof List<?> choices
                    && !choices.isEmpty()
                    && choices.get(0) instanceof Map<?, ?> choice) {
                any = true;
                finish = choice.get("finish_reason") instanceof String s ? s : finish;
                if (choice.get("delta") instanceof Map<?, ?> delta && delta.get("content") instanceof String s) {
                    text.append(s);
                }
            }
        }
        if (!any) {
            return null;
        }
        String reason = finish == null && !ended ? "length" : finish;
        Wire.Message message = new Wire.Message(text.toString(), null, null);
        return new Wire.Completion(id, model, new Wire.Choice(message, reason), null, Wire.Tokens.NONE);
    }

    private static @Nullable Object parse(String json) {
        try {
            return LenientJson.anything(ByteString.encodeUtf8(json));
        } catch (IOException | JsonDataException e) {
            return null;
        }
    }
}
