// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.openai.internal.wire;

import com.squareup.moshi.JsonDataException;
import java.io.IOException;
import java.util.Map;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * Error in a response, without the key.
 *
 * @param message text of the error; empty if it has none
 * @param code code of the error, for example {@code insufficient_quota}; empty if it has none
 * @param param the field of the request that caused it; empty if it names none
 */
public record ProviderError(String message, String code, String param) {

    public static final ProviderError NONE = new ProviderError("", "", "");

    /** Reads the body of an error response of any form. */
    public static ProviderError read(ByteString body, Redaction redaction) {
        Object json;
        try {
            json = LenientJson.anything(body);
        } catch (IOException | JsonDataException e) {
            json = null;
        }
        if (json instanceof Map<?, ?> map) {
            Object error = map.get("error");
            return of(error == null ? map : error, redaction);
        }
        String text = body.utf8();
        boolean page = text.stripLeading().startsWith("<");
        return page ? NONE : new ProviderError(redaction.cover(text), "", "");
    }

    /** Reads the value of an {@code error} field, which may be an object or a string. */
    public static ProviderError of(Object error, Redaction redaction) {
        if (error instanceof Map<?, ?> map) {
            String code = text(map.get("code"));
            Object message = map.get("message");
            return new ProviderError(
                    redaction.cover(text(message == null ? map.get("detail") : message)),
                    redaction.brief(code.isEmpty() ? text(map.get("type")) : code),
                    redaction.brief(text(map.get("param"))));
        }
        return new ProviderError(redaction.cover(text(error)), "", "");
    }

    public boolean isEmpty() {
        return equals(NONE);
    }

    /** The code as an HTTP status; 0 if it is none. */
    public int status() {
        return code.matches("[45]\\d\\d") ? Integer.parseInt(code) : 0;
    }

    private static String text(@Nullable Object value) {
        if (value == null) {
            return "";
        }
        if (value instanceof Double number && number == Math.rint(number) && Math.abs(number) < Integer.MAX_VALUE) {
            return String.valueOf(number.intValue());
        }
        return value.toString();
    }
}
