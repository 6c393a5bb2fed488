// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.internal.sgd;

import io.github.warmstart.rating.table.RatingTable;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Rows of a table divided into square blocks: users and items are assigned to strata, and a block holds the rows of one
 * user stratum and one item stratum. Blocks in different strata on both sides share no user and no item, so several
 * threads can work at once with the result of one thread (Gemulla et al. 2011).
 *
 * <p>Users and items have new numbers here, assigned at random, so that each stratum is a contiguous range of them:
 * writes of two threads share cache lines only at the edges. Strata hold about equally many rows. Within a block rows
 * are in an order drawn from the seed: sorted by user, each visit would wait for the one before it.
 *
 * <p>The number of strata depends on the rows only, not on threads or machine. Built in O(rows); 12 bytes a row, 4 more
 * with weights. Immutable.
 *
 * @see <a href="https://doi.org/10.1145/2020408.2020426">Gemulla, Nijkamp, Haas, Sismanis: Large-scale matrix
 *     factorization with distributed stochastic gradient descent (2011)</a>
 */
public final class StratifiedBlocks {

    /** Maximum number of strata on a side. */
    static final int MAX_STRATA = 20;
    /** Average number of rows in a block, at which the cost of a hand-over is negligible. */
    static final int ROWS_A_BLOCK = 4000;

    /** Number of strata on each side. */
    public final int strata;
    /** The number here of each user of the table, and of each item. */
    final int[] userNumbers;

    final int[] itemNumbers;
    /** The first number of each stratum; one entry more than strata. */
    final int[] userStarts;

    final int[] itemStarts;
    /** The first row of each block, by user stratum and then item stratum; one entry more than blocks. */
    final int[] blockStarts;

    final int[] rowUsers;
    final int[] rowItems;
    final float[] values;
    final float @Nullable [] weights;

    public StratifiedBlocks(RatingTable table, SplittableRandom random) {
        this(table, strata(table.size(), table.userCount(), table.itemCount()), random);
    }

    public StratifiedBlocks(RatingTable table, int strata, SplittableRandom random) {
        this.strata = strata;
        int rows = table.size();
        int[] userStrata = new int[table.userCount()];
        int[] itemStrata = new int[table.itemCount()];
        userNumbers = shuffled(table.userCount(), random);
        itemNumbers = shuffled(table.itemCount(), random);
        userStarts = deal(userNumbers, table::userSize, rows, userStrata);
        itemStarts = deal(itemNumbers, table::itemSize, rows, itemStrata);
        blockStarts = new int[strata * strata + 1];
        boolean weighted = false;
        for (int row = 0; row < rows; row++) {
            blockStarts[userStrata[table.user(row)] * strata + itemStrata[table.item(row)] + 1]++;
            weighted |= table.weight(row) != 1;
        }
        for (int block = 0; block < strata * strata; block++) {
            blockStarts[block + 1] += blockStarts[block];
        }
        int[] order = new int[rows];
        int[] next = Arrays.copyOf(blockStarts, strata * strata);
        for (int row = 0; row < rows; row++) {
            order[next[userStrata[table.user(row)] * strata + itemStrata[table.item(row)]]++] = row;
        }
        for (int block = 0; block < strata * strata; block++) {
            shuffle(order, blockStarts[block], blockStarts[block + 1], random);
        }
        rowUsers = new int[rows];
        rowItems = new int[rows];
        values = new float[rows];
        weights = weighted ? new float[rows] : null;
        for (int position = 0; position < rows; position++) {
            int row = order[position];
            rowUsers[position] = userNumbers[table.user(row)];
            rowItems[position] = itemNumbers[table.item(row)];
            values[position] = (float) table.value(row);
            if (weights != null) {
                weights[position] = (float) table.weight(row);
            }
        }
    }

    /** Number of strata for blocks of {@link #ROWS_A_BLOCK} rows. */
    public static int strata(int rows, int users, int items) {
        int most = (int) Math.sqrt((double) rows / ROWS_A_BLOCK);
        return Math.max(1, Math.min(MAX_STRATA, Math.min(most, Math.min(users, items))));
    }

    static int[] shuffled(int size, SplittableRandom random) {
        int[] numbers = new int[size];
        Arrays.setAll(numbers, index -> index);
        shuffle(numbers, 0, size, random);
        return numbers;
    }

    private static void shuffle(int[] numbers, int from, int to, SplittableRandom random) {
        for (int last = to - 1; last > from; last--) {
            int other = random.nextInt(from, last + 1);
            int number = numbers[last];
            numbers[last] = numbers[other];
            numbers[other] = number;
        }
    }

    /** Cuts numbers into ranges of about equally many rows; fills in the stratum of each index. */
    private int[] deal(int[] numbers, IntUnaryOperator size, int rows, int[] strataOf) {
        int[] indices = new int[numbers.length];
        for (int index = 0; index < numbers.length; index++) {
            indices[numbers[index]] = index;
        }
        int[] starts = new int[strata + 1];
        int stratum = 0;
        long before = 0;
        for (int number = 0; number < numbers.length; number++) {
            int own = size.applyAsInt(indices[number]);
            // the stratum of the middle of this one's rows
            while (stratum < strata - 1 && (before + own / 2.0) * strata >= (double) rows * (stratum + 1)) {
                starts[++stratum] = number;
            }
            strataOf[indices[number]] = stratum;
            before += own;
        }
        while (stratum < strata) {
            starts[++stratum] = numbers.length;
        }
        return starts;
    }

    int userCount() {
        return userNumbers.length;
    }

    int itemCount() {
        return itemNumbers.length;
    }

    /** The first row of a block. */
    int start(int userStratum, int itemStratum) {
        return blockStarts[userStratum * strata + itemStratum];
    }

    /** The row after the last row of a block. */
    int end(int userStratum, int itemStratum) {
        return blockStarts[userStratum * strata + itemStratum + 1];
    }
}
