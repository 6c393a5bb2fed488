// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.warmstart.signal.SignalKind;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class AnswerIndexTest {

    @Test
    void index_findsWhatAMapOfListsFinds() {
        SplittableRandom random = new SplittableRandom(1);
        AnswerIndex index = new AnswerIndex();
        Map<Long, Deque<Integer>> linesByKey = new HashMap<>();
        List<Long> ends = new ArrayList<>();
        long end = 0;
        for (int line = 0; line < 4000; line++) {
            end += 1 + random.nextInt(1000);
            ends.add(end);
            assertThat(index.addLine(end, line % 3, line % 7)).isEqualTo(line);
            for (int signal = random.nextInt(5); signal > 0; signal--) {
                // keys that fall on few places of the table
                long key = (long) random.nextInt(2500) << 20;
                index.addSignal(key);
                linesByKey.computeIfAbsent(key, none -> new ArrayDeque<>()).addFirst(line);
            }
        }

        for (long key = 0; key < 2600; key++) {
            List<Integer> found = new ArrayList<>();
            for (int entry = index.newest(key << 20); entry != AnswerIndex.NONE; entry = index.before(entry)) {
                found.add(index.line(entry));
            }
            assertThat(found).containsExactlyElementsOf(linesByKey.getOrDefault(key << 20, new ArrayDeque<>()));
        }
        assertThat(index.lineCount()).isEqualTo(4000);
        for (int line = 0; line < 4000; line++) {
            assertThat(index.start(line)).isEqualTo(line == 0 ? 0 : ends.get(line - 1));
            assertThat(index.end(line)).isEqualTo(ends.get(line));
            assertThat(index.setting(line)).isEqualTo(line % 3);
            assertThat(index.design(line)).isEqualTo(line % 7);
        }
    }

    @Test
    void key_ofDifferentQuestions_isDifferent() {
        Set<Long> keys = new HashSet<>();
        int questions = 0;
        for (SignalKind kind : SignalKind.values()) {
            for (int subject = -1; subject < 100; subject++) {
                for (int item = 0; item < 100; item++) {
                    Optional<String> id = subject < 0 ? Optional.empty() : Optional.of("" + subject);
                    keys.add(AnswerIndex.key(kind, id, "" + item));
                    questions++;
                }
            }
        }
        // parted elsewhere
        keys.add(AnswerIndex.key(SignalKind.USER, Optional.of("ab"), "c"));
        keys.add(AnswerIndex.key(SignalKind.USER, Optional.of("b"), "ca"));
        keys.add(AnswerIndex.key(SignalKind.USER, Optional.of(""), "cab"));

        assertThat(keys).hasSize(questions + 3);
    }
}
