// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.source.csv;

import io.github.warmstart.rating.RatingException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Reader of a text file that can go back to any line since the start of the current row. A byte order mark is left out;
 * bytes outside the charset become U+FFFD. For one thread.
 *
 * <p>A stray quote makes a CSV parser swallow lines until the next quote, far away. With this buffer the damage ends at the
 * line that has the quote. It costs one look at every character, to count lines.
 */
final class LineBuffer extends Reader {

    /** A longer row ends the reading: the file is hardly a CSV file. */
    private static final int MAX_CHARS = 1 << 24;

    private final String name;
    private final Reader in;
    private char[] kept = new char[1 << 16];
    private int length;
    private int given;
    /** The number of the line that starts at {@code kept[0]}. */
    private long firstLine = 1;

    private long neededLine = 1;
    private boolean ended;

    private LineBuffer(String name, Reader in) {
        this.name = name;
        this.in = in;
    }

    static LineBuffer open(Path file, Charset charset) throws IOException {
        Reader in = new InputStreamReader(Files.newInputStream(file), charset);
        LineBuffer buffer = new LineBuffer(file.toString(), in);
        if (buffer.append() && buffer.kept[0] == '\uFEFF') {
            buffer.given = 1;
            buffer.drop(1);
        }
        return buffer;
    }

    @Override
    public int read(char[] into, int offset, int count) throws IOException {
        if (given == length && !append()) {
            return -1;
        }
        int copied = Math.min(count, length - given);
        System.arraycopy(kept, given, into, offset, copied);
        given += copied;
        return copied;
    }

    /** Allows the buffer to drop the text before this line. */
    void need(long line) {
        neededLine = line;
    }

    /** The text of a line in the buffer, without its end. */
    String line(long line) throws IOException {
        find(line + 1); // may move the buffer
        int start = find(line);
        return new String(kept, start, find(line + 1) - start).stripTrailing();
    }

    /** Continues from the start of a line that is not before the needed one. */
    void goTo(long line) throws IOException {
        given = find(line);
    }

    /** The position of a line in the buffer, which reads on if necessary; the end of the file if the line is past it. */
    private int find(long line) throws IOException {
        int start = position(line);
        while (start < 0) {
            start = append() ? position(line) : length;
        }
        return start;
    }

    /** The position of a line in the buffer, or -1 if it is not known yet. */
    private int position(long line) {
        long current = firstLine;
        for (int i = 0; i < length; i++) {
            if (current == line) {
                return i;
            }
            char c = kept[i];
            if (c == '\r' && i + 1 == length && !ended) {
                return -1; // its line feed may follow
            }
            if (c == '\n' || (c == '\r' && (i + 1 == length || kept[i + 1] != '\n'))) {
                current++;
            }
        }
        return current == line ? length : -1;
    }

    private boolean append() throws IOException {
        if (given == length) {
            drop(Math.max(0, position(neededLine)));
        }
        if (length == kept.length) {
            if (length >= MAX_CHARS) {
                throw new RatingException(
                        "%s:%d: a row must be shorter than %d characters: check the separator and the quote"
                                .formatted(name, neededLine, MAX_CHARS));
            }
            kept = Arrays.copyOf(kept, 2 * length);
        }
        int added = in.read(kept, length, kept.length - length);
        ended = added < 0;
        length += Math.max(0, added);
        return !ended;
    }

    /** Drops the text before the needed line. */
    private void drop(int count) {
        if (count > 0) {
            System.arraycopy(kept, count, kept, 0, length - count);
            length -= count;
            given -= count;
            firstLine = neededLine;
        }
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
