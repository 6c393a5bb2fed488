// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.source.csv;

import de.siegmar.fastcsv.reader.CsvCallbackHandler;
import de.siegmar.fastcsv.reader.RecordType;
import io.github.warmstart.internal.source.ColumnRole;
import io.github.warmstart.internal.source.SourceRow;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Current row of a CSV parser, reused for each. Keeps the text of the columns that are read only, because most files hold
 * more, and twenty million rows make many strings.
 */
final class CsvRow extends CsvCallbackHandler<CsvRow> {

    private static final int NONE = -1;
    private static final char UNDECODABLE = '\uFFFD';

    private final LineBuffer lines;
    private final Map<ColumnRole, String> texts = new EnumMap<>(ColumnRole.class);
    private final List<String> all = new ArrayList<>();
    /** Role of each column that is read, by its position; else null. */
    private @Nullable ColumnRole[] roles = {};

    private boolean keepAll = true;
    private long linesBefore;
    private long line;
    private int columns;
    private int undecodable;
    private String undecodableText = "";
    private boolean blank;

    CsvRow(LineBuffer lines) {
        this.lines = lines;
    }

    /** From now on keeps these columns only: positions from 0. */
    void keepOnly(Map<ColumnRole, Integer> positions) {
        int width = positions.values().stream()
                .mapToInt(position -> position + 1)
                .max()
                .orElse(0);
        roles = new ColumnRole[width];
        positions.forEach((role, position) -> roles[position] = role);
        keepAll = false;
    }

    /** Sets the number of lines before the first of a new parser, which counts from 1 again. */
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

    /** The position of the first column with bytes outside the charset, among the columns that are kept, or -1. */
    int undecodable() {
        return undecodable;
    }

    String undecodableText() {
        return undecodableText;
    }

    /** Passes on the columns that are read. */
    void copyTo(SourceRow target) {
        texts.forEach(target::set);
    }

    /** All columns, until {@link #keepOnly}. */
    List<String> all() {
        return all;
    }

    @Override
    protected void beginRecord(long startingLineNumber) {
        line = linesBefore + startingLineNumber;
        lines.need(line);
        columns = 0;
        undecodable = NONE;
        blank = true;
        all.clear();
        texts.clear();
    }

    @Override
    protected void addField(char[] buffer, int offset, int length, boolean quoted) {
        int position = columns++;
        ColumnRole role = position < roles.length ? roles[position] : null;
        boolean kept = keepAll || role != null;
        for (int i = offset; i < offset + length; i++) {
            char c = buffer[i];
            if (c > ' ') {
                blank = false;
                if (c == UNDECODABLE && kept && undecodable == NONE) {
                    undecodable = position;
                    undecodableText = new String(buffer, offset, length);
                }
            }
        }
        if (keepAll) {
            all.add(new String(buffer, offset, length));
        } else if (role != null) {
            texts.put(role, new String(buffer, offset, length));
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
