// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.openai;

import io.github.warmstart.openai.internal.failure.Sleeper;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Sleeper that records waits instead of waiting, and advances its clock by them. */
final class RecordingSleeper implements Sleeper {

    static final Instant START = Instant.parse("2026-01-02T03:04:05Z");

    final List<Duration> waits = new CopyOnWriteArrayList<>();
    private volatile Instant now = START;

    @Override
    public boolean sleep(Duration wait) {
        waits.add(wait);
        now = now.plus(wait);
        return true;
    }

    Clock clock() {
        return new Clock() {
            @Override
            public ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                return this;
            }

            @Override
            public Instant instant() {
                return now;
            }
        };
    }
}
