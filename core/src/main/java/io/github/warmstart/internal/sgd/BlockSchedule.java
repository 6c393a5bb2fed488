// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.internal.sgd;

import io.github.warmstart.internal.parallel.WorkerTeam;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.locks.LockSupport;

/**
 * Schedule of the blocks in one epoch: a Latin square of as many rounds as strata, each of blocks that share no user
 * and no item, drawn from the seed.
 *
 * <p>Turn {@code t} is slot {@code t % strata} of round {@code t / strata}. It holds user stratum {@code users[slot]}
 * and item stratum {@code items[(slot + round) % strata]}, so that within the round before the same users were in the
 * same slot and the same items one slot further. A turn may start when those two are done: each user and each item then
 * visits its blocks in the order of turns, independent of the threads, and no thread waits at the end of a round for
 * the last block.
 */
final class BlockSchedule {

    /** Pause of a turn before it checks again; the blocks before it are nearly done then. */
    private static final long REST_NANOS = 20_000;

    private static final int LOOKS_BEFORE_REST = 200;

    private final int strata;
    private final int[] users;
    private final int[] items;
    private final AtomicIntegerArray done;

    BlockSchedule(int strata, SplittableRandom random) {
        this.strata = strata;
        users = StratifiedBlocks.shuffled(strata, random);
        items = StratifiedBlocks.shuffled(strata, random);
        done = new AtomicIntegerArray(turns());
    }

    int turns() {
        return strata * strata;
    }

    int userStratum(int turn) {
        return users[turn % strata];
    }

    int itemStratum(int turn) {
        return items[(turn % strata + turn / strata) % strata];
    }

    /** Waits until a turn may start. */
    void await(int turn, WorkerTeam team) {
        if (turn >= strata) {
            int roundBefore = turn - turn % strata - strata;
            await(done, roundBefore + turn % strata, team);
            await(done, roundBefore + (turn % strata + 1) % strata, team);
        }
    }

    private static void await(AtomicIntegerArray done, int turn, WorkerTeam team) {
        for (int looks = 0; done.get(turn) == 0; looks++) {
            team.checkStopped();
            if (looks < LOOKS_BEFORE_REST) {
                Thread.onSpinWait();
            } else {
                LockSupport.parkNanos(REST_NANOS);
            }
        }
    }

    void finish(int turn) {
        done.set(turn, 1);
    }
}
