// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.rating.csv;

import de.siegmar.fastcsv.reader.CsvCallbackHandler;
import de.siegmar.fastcsv.reader.RecordType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The row that a CSV parser has just read, used again for each. Keeps the text of the wanted columns alone, because most
 * files hold more, and twenty million rows make many strings.
 */
final class CsvRow extends CsvCallbackHandler<CsvRow> {

    static final int USER = 0;
    static final int ITEM = 1;
    static final int RATING = 2;
    static final int TIME = 3;

    private static final int NONE = -1;
    private static final char UNDECODABLE = '\uFFFD';

    private final LineBuffer memory;
    private final String[] wanted = {"", "", "", ""};
    private final List<String> all = new ArrayList<>();
    /** What each column is, by its position; null while every column is kept. */
    private int[] roles = {};

    private boolean keepAll = true;
    private long linesBefore;
    private long line;
    private int columns;
    private int undecodable;
    private String undecodableText = "";
    private boolean blank;

    CsvRow(LineBuffer memory) {
        this.memory = memory;
    }

    /** From now on keeps these columns only: positions from 0 of user, item, rating and, if there is one, time. */
    void keepOnly(int... positions) {
        roles = new int[Arrays.stream(positions).max().orElse(0) + 1];
        Arrays.fill(roles, NONE);
        for (int role = 0; role < positions.length; role++) {
            roles[positions[role]] = role;
        }
        keepAll = false;
    }

    /** A new parser counts its lines from 1 again: these stand before them. */
    void linesBefore(long count) {
        linesBefore = count;
    }

    /** The line that the row starts on, from 1. */
    long line() {
        return line;
    }

    int columns() {
        return columns;
    }

    /** Whether the row is one column of nothing but spaces. */
    boolean blank() {
        return blank && columns == 1;
    }

    /** The position of the first column that was not UTF-8, or -1. */
    int undecodable() {
        return undecodable;
    }

    String undecodableText() {
        return undecodableText;
    }

    /** The text of a wanted column. */
    String text(int role) {
        return wanted[role];
    }

    /** Every column, as long as all are kept. */
    List<String> all() {
        return all;
    }

    @Override
    protected void beginRecord(long startingLineNumber) {
        line = linesBefore + startingLineNumber;
        memory.need(line);
        columns = 0;
        undecodable = NONE;
        blank = true;
        all.clear();
        Arrays.fill(wanted, "");
    }

    @Override
    protected void addField(char[] buffer, int offset, int length, boolean quoted) {
        int position = columns++;
        for (int i = offset; i < offset + length; i++) {
            char c = buffer[i];
            if (c > ' ') {
                blank = false;
                if (c == UNDECODABLE && undecodable == NONE) {
                    undecodable = position;
                    undecodableText = new String(buffer, offset, length);
                }
            }
        }
        if (keepAll) {
            all.add(new String(buffer, offset, length));
        } else if (position < roles.length && roles[position] != NONE) {
            wanted[roles[position]] = new String(buffer, offset, length);
        }
    }

    @Override
    protected void setComment(char[] buffer, int offset, int length) {
        throw new IllegalStateException("comments are switched off");
    }

    @Override
    protected void setEmpty() {
        columns = 1;
    }

    @Override
    protected CsvRow buildRecord() {
        return this;
    }

    @Override
    protected RecordType getRecordType() {
        return RecordType.DATA;
    }

    @Override
    protected int getFieldCount() {
        return columns;
    }
}
