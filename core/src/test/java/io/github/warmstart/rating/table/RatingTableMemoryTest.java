// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.rating.table;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.warmstart.rating.Rating;
import io.github.warmstart.rating.RatingScale;
import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.time.Instant;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** What a table keeps, counted by walking its arrays. */
class RatingTableMemoryTest {

    private static final int ROWS = 200_000;

    /** Bytes of all arrays that an object of this library leads to, each once; strings left out. */
    private static long arrays(Object root, IdentityHashMap<Object, Object> seen) throws IllegalAccessException {
        if (seen.put(root, root) != null) {
            return 0;
        }
        if (root.getClass().isArray()) {
            int length = Array.getLength(root);
            Class<?> type = root.getClass().getComponentType();
            int width = type == long.class || type == double.class
                    ? 8
                    : type == byte.class || type == boolean.class
                            ? 1
                            : type == short.class || type == char.class ? 2 : 4;
            return 16 + (long) width * length;
        }
        long sum = 0;
        if (root.getClass().getName().startsWith("io.github.warmstart")) {
            for (Field field : root.getClass().getDeclaredFields()) {
                if (!Modifier.isStatic(field.getModifiers()) && !field.getType().isPrimitive()) {
                    field.setAccessible(true);
                    Object value = field.get(root);
                    sum += value == null ? 0 : arrays(value, seen);
                }
            }
        }
        return sum;
    }

    private static double bytesARating(RatingTable table) throws IllegalAccessException {
        return (double) arrays(table, new IdentityHashMap<>()) / table.size();
    }

    private static RatingTable table(boolean timed) {
        SplittableRandom random = new SplittableRandom(1);
        RatingTableBuilder builder = RatingTable.builder(RatingScale.of(1, 5));
        for (int row = 0; row < ROWS; row++) {
            builder.add(new Rating(
                    "u" + random.nextInt(ROWS / 100),
                    "i" + row,
                    1 + random.nextInt(5),
                    timed ? Instant.ofEpochSecond(row) : null));
        }
        return builder.build();
    }

    /** One item a rating: many more ids than any real table, and still within the bound. */
    @Test
    void table_withBothOrdersAndEveryColumn_takesAtMost40BytesARating() throws Exception {
        RatingTable plain = table(false).where(row -> true);
        assertThat(bytesARating(plain)).isLessThan(40);

        SplittableRandom random = new SplittableRandom(1);
        RatingTableBuilder builder = RatingTable.builder(RatingScale.of(1, 5));
        for (int row = 0; row < ROWS; row++) {
            builder.add(new Rating(
                    "u" + random.nextInt(500),
                    "i" + random.nextInt(5_000),
                    1 + random.nextInt(5),
                    Instant.ofEpochSecond(row)));
        }
        RatingTable full =
                builder.build().weighted(row -> 1 + row % 7).plus(List.of(new PseudoRating("guess", "i1", 3, 0.5)));
        assertThat(bytesARating(full)).isBetween(28.0, 32.0);
        assertThat(bytesARating(full.where(row -> !full.pseudo(row)))).isLessThan(40);
    }

    @Test
    void weighted_sharesAllColumnsButTheWeights() throws Exception {
        RatingTable table = table(true);
        IdentityHashMap<Object, Object> seen = new IdentityHashMap<>();
        arrays(table, seen);

        long added = arrays(table.weighted(row -> 2), seen);

        assertThat(added).isEqualTo(16 + 4L * table.size());
    }
}
