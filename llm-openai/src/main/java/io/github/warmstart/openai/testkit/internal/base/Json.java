// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.openai.testkit.internal.base;

import com.squareup.moshi.JsonAdapter;
import com.squareup.moshi.JsonDataException;
import com.squareup.moshi.Moshi;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** JSON as maps, lists, strings and numbers. */
public final class Json {

    private static final JsonAdapter<Object> ANY =
            new Moshi.Builder().build().adapter(Object.class).serializeNulls();

    private Json() {}

    /** A map in the given order, which may hold null. */
    public static Map<String, @Nullable Object> map(@Nullable Object... namesAndValues) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            map.put(String.valueOf(namesAndValues[i]), namesAndValues[i + 1]);
        }
        return map;
    }

    public static String of(Object value) {
        return ANY.toJson(value);
    }

    /** The value of a JSON text; null if it is invalid. */
    public static @Nullable Object read(String json) {
        try {
            return ANY.fromJson(json);
        } catch (IOException | JsonDataException e) {
            return null;
        }
    }

    /** The value as an object; empty if it is not one. */
    public static Map<?, ?> object(@Nullable Object value) {
        return value instanceof Map<?, ?> map ? map : Map.of();
    }

    public static List<?> array(@Nullable Object value) {
        return value instanceof List<?> list ? list : List.of();
    }

    public static String text(@Nullable Object value) {
        return value instanceof String text ? text : "";
    }

    public static String error(String message, String code, @Nullable String param) {
        return of(map(
                "error",
                map("message", message, "type", "fake_error", "param", param, "code", code.isEmpty() ? null : code)));
    }
}
