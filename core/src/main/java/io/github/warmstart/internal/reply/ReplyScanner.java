// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.internal.reply;

import java.nio.charset.StandardCharsets;
import java.util.List;
import okio.Buffer;

/**
 * Finds rows in whatever a language model wrote, without judging them.
 *
 * <p>Nothing around a row is trusted. The text is searched for objects from left to right, and where reading one
 * stumbles, the search goes on behind the stumbling block. So prose, fences, wrappers, bare arrays, a cut end and
 * single broken rows cost no more than themselves. What stands before the end of a thought, or in one without an end, is
 * skipped: what a model considers is not what it answers.
 *
 * <p>Cost is bounded whatever the text is: so many characters, so many rows, so much nesting, so many objects that are
 * broken or hold no row.
 */
final class ReplyScanner {

    /** What is read of a reply; the rest of a longer one is left. */
    static final int MAX_CHARS = 1 << 20;

    static final int MAX_USELESS_OBJECTS = 200;

    private static final List<String> THOUGHTS = List.of("think>", "thinking>", "reasoning>");

    private ReplyScanner() {}

    /**
     * The rows of a reply, in its order, repeated and senseless ones included. Rows under a number as name count only
     * where no row says its number itself: an explanation may hold maps from numbers to something else.
     *
     * @param text the reply
     * @param maxRows how many rows to read at most
     */
    static List<ReplyRow> rows(String text, int maxRows) {
        RowReader reader = new RowReader(maxRows);
        search(withoutThoughts(text), reader);
        boolean allKeyed = reader.rows().stream().allMatch(ReplyRow::keyed);
        return allKeyed
                ? reader.rows()
                : reader.rows().stream().filter(row -> !row.keyed()).toList();
    }

    /** The part of a reply that is an answer. */
    static String withoutThoughts(String text) {
        String readable = text.length() > MAX_CHARS ? text.substring(0, MAX_CHARS) : text;
        int start = 0;
        for (String thought : THOUGHTS) {
            int end = readable.lastIndexOf("</" + thought);
            start = end < 0 ? start : Math.max(start, end + 2 + thought.length());
        }
        int stop = readable.length();
        for (String thought : THOUGHTS) {
            int unfinished = readable.indexOf("<" + thought, start);
            stop = unfinished < 0 ? stop : Math.min(stop, unfinished);
        }
        return readable.substring(start, stop);
    }

    private static void search(String answer, RowReader reader) {
        byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
        blankTrailingCommas(bytes);
        Buffer all = new Buffer().write(bytes);
        int useless = 0;
        int at = 0;
        while (at < bytes.length && useless < MAX_USELESS_OBJECTS && !reader.stopped()) {
            if (!beginsObject(bytes, at)) {
                at++;
                continue;
            }
            Buffer rest = new Buffer();
            all.copyTo(rest, at, (long) bytes.length - at); // shares the bytes
            int before = reader.rows().size();
            boolean whole = reader.read(rest);
            useless += whole && reader.rows().size() > before ? 0 : 1;
            at = Math.max(at + 1, bytes.length - (int) rest.size());
        }
    }

    /** Inside a string this does harm to words only, and no word is read. */
    static void blankTrailingCommas(byte[] bytes) {
        int comma = -1;
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == ',') {
                comma = i;
            } else if (bytes[i] == '}' && comma >= 0) {
                bytes[comma] = ' ';
                comma = -1;
            } else if (!isBlank(bytes[i])) {
                comma = -1;
            }
        }
    }

    /** A brace and a name: most braces in prose, formulas and junk are followed by something else. */
    static boolean beginsObject(byte[] bytes, int at) {
        if (bytes[at] != '{') {
            return false;
        }
        int name = skipBlanks(bytes, at + 1);
        if (name < bytes.length && (bytes[name] == '"' || bytes[name] == '\'')) {
            return true;
        }
        int end = name;
        while (end < bytes.length && (Character.isLetterOrDigit(bytes[end]) || bytes[end] == '_')) {
            end++;
        }
        int colon = skipBlanks(bytes, end);
        return end > name && colon < bytes.length && bytes[colon] == ':';
    }

    static int skipBlanks(byte[] bytes, int from) {
        int at = from;
        while (at < bytes.length && isBlank(bytes[at])) {
            at++;
        }
        return at;
    }

    private static boolean isBlank(byte character) {
        return character == ' ' || character == '\n' || character == '\r' || character == '\t';
    }
}
