// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.openai.internal.wire;

import com.squareup.moshi.JsonAdapter;
import com.squareup.moshi.JsonDataException;
import com.squareup.moshi.JsonReader;
import com.squareup.moshi.Moshi;
import java.io.IOException;
import okio.Buffer;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/** Reads the JSON of servers that do not keep to the letter of the format. */
public final class LenientJson {

    private static final ByteString BYTE_ORDER_MARK = ByteString.decodeHex("efbbbf");

    private static final Moshi MOSHI = LenientAdapters.moshi();
    private static final JsonAdapter<Wire.Completion> COMPLETION = MOSHI.adapter(Wire.Completion.class);
    private static final JsonAdapter<Object> ANYTHING = MOSHI.adapter(Object.class);

    private LenientJson() {}

    /**
     * Reads a completion.
     *
     * @throws IOException if it is no JSON
     * @throws JsonDataException if it is JSON of another shape
     */
    public static Wire.@Nullable Completion completion(ByteString body) throws IOException {
        return COMPLETION.fromJson(reader(body));
    }

    /** Reads anything into maps, lists, texts and numbers; takes many times the memory of the text. */
    public static @Nullable Object anything(ByteString body) throws IOException {
        return ANYTHING.fromJson(reader(body));
    }

    /** The JSON in a text that is JSON written as a JSON text once more; any other text as it is. */
    public static String unquoted(String text) {
        String stripped = text.strip();
        if (!stripped.startsWith("\"{") && !stripped.startsWith("\"[") && !stripped.startsWith("\"\\n")) {
            return text;
        }
        try {
            return anything(ByteString.encodeUtf8(stripped)) instanceof String inner ? inner : text;
        } catch (IOException | JsonDataException e) {
            return text;
        }
    }

    /** Whether the text ends inside the object that it begins, or before it begins. */
    public static boolean breaksOff(ByteString body) {
        int depth = 0;
        boolean quoted = false;
        boolean begun = false;
        for (int i = body.startsWith(BYTE_ORDER_MARK) ? BYTE_ORDER_MARK.size() : 0; i < body.size(); i++) {
            byte next = body.getByte(i);
            if (quoted) {
                i += next == '\\' ? 1 : 0;
                quoted = next != '"';
            } else if (next == '"') {
                quoted = true;
            } else if (next == '{' || next == '[') {
                depth++;
            } else if (next == '}' || next == ']') {
                depth--;
            }
            begun |= next > ' ';
            if (begun && depth <= 0) {
                return false; // no object at all, or a whole one
            }
        }
        return true;
    }

    /** A reader that overlooks a byte order mark, NaN, and text behind the end. */
    private static JsonReader reader(ByteString body) {
        boolean marked = body.startsWith(BYTE_ORDER_MARK);
        JsonReader reader = JsonReader.of(new Buffer().write(marked ? body.substring(BYTE_ORDER_MARK.size()) : body));
        reader.setLenient(true);
        return reader;
    }
}
