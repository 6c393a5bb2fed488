// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.rating.csv;

import io.github.warmstart.rating.RatingException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * A UTF-8 file that can be read again from any line since the start of the row that is being read. A byte order mark is
 * left out; bytes that are not UTF-8 become U+FFFD. For one thread.
 *
 * <p>A stray quote makes a CSV parser swallow lines until the next quote, far away. With this memory the damage ends at
 * the line that has the quote. It costs one look at every character, to count lines.
 */
final class LineBuffer extends Reader {

    /** A row longer than this ends the reading: the file is hardly a CSV file. */
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

    static LineBuffer open(Path file) throws IOException {
        Reader in = new InputStreamReader(Files.newInputStream(file), StandardCharsets.UTF_8);
        LineBuffer memory = new LineBuffer(file.toString(), in);
        if (memory.append() && memory.kept[0] == '\uFEFF') {
            memory.given = 1;
            memory.drop(1);
        }
        return memory;
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

    /** What stands before this line need not be remembered any longer. */
    void need(long line) {
        neededLine = line;
    }

    /** The text of a line that is remembered, without its end. */
    String line(long line) throws IOException {
        find(line + 1); // may move the memory
        int start = find(line);
        return new String(kept, start, find(line + 1) - start).stripTrailing();
    }

    /** Goes on reading from the start of a line that is not before the needed one. */
    void goTo(long line) throws IOException {
        given = find(line);
    }

    /** The position of a line in memory, read for if need be; the end of the file if the line is past it. */
    private int find(long line) throws IOException {
        int start = position(line);
        while (start < 0) {
            start = append() ? position(line) : length;
        }
        return start;
    }

    /** The position of a line in memory, or -1 if it is not known yet. */
    private int position(long line) {
        long current = firstLine;
        for (int i = 0; i < length; i++) {
            if (current == line) {
                return i;
            }
            char c = kept[i];
            if (c == '\r' && i + 1 == length && !ended) {
                return -1; // its line feed may be next
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

    /** Forgets what is in front of the needed line. */
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
