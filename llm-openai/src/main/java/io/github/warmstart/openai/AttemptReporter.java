// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.openai;

import io.github.warmstart.openai.internal.failure.Failure;
import io.github.warmstart.openai.internal.failure.Outcome;
import io.github.warmstart.openai.internal.settings.Settings;
import io.github.warmstart.openai.internal.wire.Redaction;
import io.github.warmstart.openai.internal.wire.Wire;
import io.github.warmstart.signal.Usage;
import java.time.Duration;
import java.util.Locale;
import java.util.OptionalDouble;
import okhttp3.Headers;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reporter of attempts to the listener of a client. Thread-safe. */
final class AttemptReporter {

    private static final Logger LOG = LoggerFactory.getLogger(AttemptReporter.class);

    private final Settings settings;
    private final OpenAiListener listener;

    AttemptReporter(Settings settings, OpenAiListener listener) {
        this.settings = settings;
        this.listener = listener;
    }

    void report(Outcome outcome, Headers headers, int number, Duration waited, Duration took, Redaction redaction) {
        if (listener == OpenAiListener.NONE) {
            return;
        }
        String requestId = headers.get("x-request-id");
        Wire.Tokens tokens = outcome.tokens();
        OpenAiAttempt.Builder attempt = new OpenAiAttempt.Builder(
                        settings.provider(),
                        settings.endpoint().host(),
                        settings.endpoint().port(),
                        settings.model())
                .requestId(requestId == null ? "" : redaction.brief(requestId))
                .number(number)
                .times(waited, took);
        Usage usage = new Usage(1, tokens.input(), tokens.cached(), tokens.output());
        attempt.usage(
                usage,
                settings.budget()
                        .price()
                        .map(price -> OptionalDouble.of(price.of(usage)))
                        .orElse(OptionalDouble.empty()));
        if (outcome instanceof Outcome.Replied replied) {
            attempt.replied(replied.finish().name().toLowerCase(Locale.ROOT), replied.model(), replied.id());
        } else if (outcome instanceof Failure failure) {
            attempt.failed(failure.status(), errorType(failure));
        }
        try {
            listener.onAttempt(attempt.build());
        } catch (RuntimeException e) {
            LOG.warn("the listener threw an exception, which is ignored", e);
        }
    }

    private static String errorType(Failure failure) {
        if (!failure.error().code().isEmpty()) {
            return failure.error().code();
        }
        return failure.status() == 0 ? "unanswered" : String.valueOf(failure.status());
    }
}
