// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.openai.internal.protocol;

import io.github.warmstart.openai.OpenAiChatModel;
import io.github.warmstart.openai.internal.failure.Failure;
import io.github.warmstart.openai.internal.failure.Outcome;
import io.github.warmstart.openai.internal.settings.Settings;
import io.github.warmstart.prompt.ChatReply.Finish;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Remembers what the server has turned out to understand; one per client, and so per base URL and model. Safe for all
 * threads.
 */
public final class DialectMemory {

    private static final Logger LOG = LoggerFactory.getLogger(OpenAiChatModel.class);

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
     * Learns from the end of a call.
     *
     * @param spoken the dialect of the call
     * @param maxOutputTokens how long the answer was to be at most, without headroom
     * @return whether the same request is worth sending in what is now the current dialect
     */
    public boolean learn(Dialect spoken, Outcome outcome, int maxOutputTokens) {
        if (outcome instanceof Failure failure) {
            Optional<Dialect> simpler = DialectRefusal.simpler(spoken, failure, settings);
            simpler.ifPresent(dialect -> change(spoken, dialect, "the server does not know all that was asked"));
            return simpler.isPresent();
        }
        Outcome.Replied replied = (Outcome.Replied) outcome;
        if (thoughtTooLong(replied, (long) maxOutputTokens + spoken.headroom())
                && !spoken.withMoreRoom().equals(spoken)) {
            change(spoken, spoken.withMoreRoom(), "the answer was cut before it began");
            return true;
        }
        return false;
    }

    /** The tokens were used up, and yet there is no answer: they went into thoughts. */
    private static boolean thoughtTooLong(Outcome.Replied replied, long limit) {
        return replied.finish() == Finish.LENGTH
                && replied.text().isBlank()
                && 10 * replied.tokens().output() >= 9 * limit;
    }

    private synchronized void change(Dialect from, Dialect to, String why) {
        if (current.equals(from)) {
            current = to;
            LOG.warn("{} of model '{}'; from now on it is asked with {}", why, settings.model(), to.words());
        }
    }
}
