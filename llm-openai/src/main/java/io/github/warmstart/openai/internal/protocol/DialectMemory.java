// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.openai.internal.protocol;

import io.github.warmstart.openai.internal.failure.Failure;
import io.github.warmstart.openai.internal.failure.Outcome;
import io.github.warmstart.openai.internal.settings.Settings;
import io.github.warmstart.prompt.ChatReply.Finish;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Current dialect of a server, learned from its refusals; one per client, so per base URL and model. Thread-safe. */
public final class DialectMemory {

    private static final Logger LOG = LoggerFactory.getLogger(DialectMemory.class);

    private volatile Dialect current;
    private final Settings settings;

    public DialectMemory(Settings settings) {
        current = Dialect.first(settings.structuredOutput(), settings.model());
        this.settings = settings;
    }

    public Dialect current() {
        return current;
    }

    /**
     * Updates the dialect from the outcome of a call.
     *
     * @param used the dialect of the call
     * @param maxOutputTokens maximum length of the answer, without headroom
     * @return whether to send the same request again in the current dialect
     */
    public boolean learn(Dialect used, Outcome outcome, int maxOutputTokens) {
        if (outcome instanceof Failure failure) {
            Optional<Dialect> simpler = DialectRefusal.simpler(used, failure, settings);
            simpler.ifPresent(dialect -> change(used, dialect, "the server does not support the whole request"));
            return simpler.isPresent();
        }
        Outcome.Replied replied = (Outcome.Replied) outcome;
        if (reasonedTooLong(replied, (long) maxOutputTokens + used.headroom())
                && !used.withMoreHeadroom().equals(used)) {
            change(used, used.withMoreHeadroom(), "the answer was cut before it began");
            return true;
        }
        return false;
    }

    /** Whether the tokens were used up without an answer: all were spent on reasoning. */
    private static boolean reasonedTooLong(Outcome.Replied replied, long limit) {
        return replied.finish() == Finish.LENGTH
                && replied.text().isBlank()
                && 10 * replied.tokens().output() >= 9 * limit;
    }

    private synchronized void change(Dialect from, Dialect to, String why) {
        if (current.equals(from)) {
            current = to;
            LOG.warn("{} (model '{}'); from now on requests use {}", why, settings.model(), to.describe());
        }
    }
}
