// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.internal.reply;

import com.squareup.moshi.JsonDataException;
import com.squareup.moshi.JsonReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import okio.Buffer;

/**
 * Reads every object and array in whatever a language model wrote, as far as each can be read: prose, fences and a cut end
 * cost no more than themselves. The last number before a cut may lack digits, so it is left out.
 *
 * <p>Cost is bounded whatever the text is, by the bounds of {@link ReplyScanner} and a number of values.
 */
final class TreeReader {

    private static final int MAX_NODES = 200_000;

    private int nodes;
    private boolean stopped;

    private TreeReader() {}

    /** The outermost objects and arrays of a reply, in its order. */
    static List<ReplyNode> read(String text) {
        byte[] bytes = ReplyScanner.withoutThoughts(text).getBytes(StandardCharsets.UTF_8);
        ReplyScanner.blankTrailingCommas(bytes);
        return new TreeReader().search(bytes);
    }

    private List<ReplyNode> search(byte[] bytes) {
        Buffer all = new Buffer().write(bytes);
        List<ReplyNode> roots = new ArrayList<>();
        int useless = 0;
        int at = 0;
        while (at < bytes.length && useless < ReplyScanner.MAX_USELESS_OBJECTS && !stopped) {
            if (!ReplyScanner.beginsObject(bytes, at) && !beginsArray(bytes, at)) {
                at++;
                continue;
            }
            Buffer rest = new Buffer();
            all.copyTo(rest, at, (long) bytes.length - at); // shares the bytes
            ReplyNode root = bytes[at] == '{' ? ReplyNode.object() : ReplyNode.array();
            JsonReader reader = JsonReader.of(rest);
            reader.setLenient(true);
            try {
                fill(root, reader, 1);
            } catch (IOException | JsonDataException e) {
                useless++;
            }
            roots.add(root);
            at = Math.max(at + 1, bytes.length - (int) rest.size());
        }
        return roots;
    }

    private static boolean beginsArray(byte[] bytes, int at) {
        if (bytes[at] != '[') {
            return false;
        }
        int next = ReplyScanner.skipBlanks(bytes, at + 1);
        return next < bytes.length && (Character.isDigit(bytes[next]) || "{[\"]".indexOf(bytes[next]) >= 0);
    }

    private void fill(ReplyNode node, JsonReader reader, int depth) throws IOException {
        if (depth > RowReader.MAX_DEPTH || nodes > MAX_NODES) {
            stopped = true;
            return;
        }
        if (node.fields != null) {
            reader.beginObject();
            while (!stopped && reader.hasNext()) {
                String name = reader.nextName().toLowerCase(Locale.ROOT);
                ReplyNode value = value(reader);
                if (value.scalar == null) {
                    node.fields.put(name, value);
                    fill(value, reader, depth + 1);
                } else {
                    JsonReader.Token unused = reader.peek(); // throws where the text is cut, perhaps within the value
                    node.fields.put(name, value);
                }
            }
        } else if (node.elements != null) {
            array(node.elements, reader, depth);
        }
        if (!stopped) {
            if (node.fields != null) {
                reader.endObject();
            } else {
                reader.endArray();
            }
            node.closed = true;
        }
    }

    private void array(List<ReplyNode> elements, JsonReader reader, int depth) throws IOException {
        int certain = 0;
        boolean whole = false;
        try {
            reader.beginArray();
            while (!stopped && reader.hasNext()) {
                certain = elements.size();
                ReplyNode value = value(reader);
                elements.add(value);
                if (value.scalar == null) {
                    fill(value, reader, depth + 1);
                }
            }
            whole = true;
        } finally {
            if (!whole && elements.size() > certain && elements.get(certain).scalar != null) {
                elements.remove(certain);
            }
        }
    }

    /** A scalar with its text, or an empty array or object that is still to be read. */
    private ReplyNode value(JsonReader reader) throws IOException {
        nodes++;
        JsonReader.Token token = reader.peek();
        if (token == JsonReader.Token.BEGIN_OBJECT) {
            return ReplyNode.object();
        }
        if (token == JsonReader.Token.BEGIN_ARRAY) {
            return ReplyNode.array();
        }
        if (token == JsonReader.Token.STRING || token == JsonReader.Token.NUMBER) {
            return ReplyNode.scalar(reader.nextString());
        }
        reader.skipValue();
        return ReplyNode.scalar("");
    }
}
