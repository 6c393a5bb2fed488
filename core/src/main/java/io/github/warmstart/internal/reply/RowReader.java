// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.internal.reply;

import com.squareup.moshi.JsonDataException;
import com.squareup.moshi.JsonReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import okio.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * Reads one object after another and keeps the rows in them, at whatever depth they stand.
 *
 * <p>A row is kept once its object is closed; one that breaks off half-way is kept as unreadable. An object around rows
 * is not taken for a row.
 */
public final class RowReader {

    public static final int MAX_DEPTH = 32;

    private final List<ReplyRow> rows = new ArrayList<>();
    private final int maxRows;
    private boolean stopped;

    RowReader(int maxRows) {
        this.maxRows = maxRows;
    }

    List<ReplyRow> rows() {
        return rows;
    }

    /** Whether a limit was reached, after which nothing more is read. */
    boolean stopped() {
        return stopped;
    }

    /**
     * Reads the object that the buffer begins with, and leaves in the buffer what stands behind it, or behind the place
     * where it broke.
     *
     * @return whether the object was whole
     */
    boolean read(Buffer text) {
        JsonReader reader = JsonReader.of(text);
        reader.setLenient(true);
        try {
            object(reader, null, 1);
            return !stopped;
        } catch (IOException | JsonDataException e) {
            return false;
        }
    }

    private void object(JsonReader reader, @Nullable String key, int depth) throws IOException {
        RowFields fields = new RowFields(key);
        int before = rows.size();
        boolean whole = false;
        try {
            reader.beginObject();
            while (!stopped && reader.hasNext()) {
                field(reader, fields, depth);
            }
            if (!stopped) {
                reader.endObject();
                whole = true;
            }
        } finally {
            finish(fields, whole, rows.size() > before);
        }
    }

    private void field(JsonReader reader, RowFields fields, int depth) throws IOException {
        String name = reader.nextName();
        boolean numbered = isDigits(name);
        if (isContainer(reader.peek())) {
            container(reader, numbered ? name : null, depth + 1);
            return;
        }
        String value = scalar(reader);
        if (numbered) {
            JsonReader.Token unused = reader.peek(); // throws where the text is cut, perhaps within the value
            add(new ReplyRow(name, value, true));
        } else {
            fields.take(name, value);
        }
    }

    private void container(JsonReader reader, @Nullable String key, int depth) throws IOException {
        if (depth > MAX_DEPTH) {
            stopped = true;
        } else if (reader.peek() == JsonReader.Token.BEGIN_OBJECT) {
            object(reader, key, depth);
        } else {
            array(reader, depth);
        }
    }

    private void array(JsonReader reader, int depth) throws IOException {
        reader.beginArray();
        while (!stopped && reader.hasNext()) {
            if (isContainer(reader.peek())) {
                container(reader, null, depth + 1);
            } else {
                reader.skipValue();
            }
        }
        if (!stopped) {
            reader.endArray();
        }
    }

    private void finish(RowFields fields, boolean whole, boolean holdsRows) {
        if (fields.isRow() && whole) {
            add(fields.row());
        } else if (fields.isBegun() && !holdsRows) {
            ReplyRow row = fields.row();
            add(new ReplyRow(row.number(), null, row.keyed()));
        }
    }

    private void add(ReplyRow row) {
        if (rows.size() < maxRows) {
            rows.add(row);
        } else {
            stopped = true;
        }
    }

    private static @Nullable String scalar(JsonReader reader) throws IOException {
        JsonReader.Token token = reader.peek();
        if (token == JsonReader.Token.STRING || token == JsonReader.Token.NUMBER) {
            return reader.nextString();
        }
        reader.skipValue();
        return null;
    }

    private static boolean isContainer(JsonReader.Token token) {
        return token == JsonReader.Token.BEGIN_OBJECT || token == JsonReader.Token.BEGIN_ARRAY;
    }

    private static boolean isDigits(String name) {
        return !name.isEmpty() && name.length() <= 9 && name.chars().allMatch(c -> c >= '0' && c <= '9');
    }
}
