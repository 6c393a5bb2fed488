// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.openai;

import io.github.warmstart.openai.api.OpenAiAttempt;
import io.github.warmstart.openai.api.OpenAiListener;
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

/** Tells the listener of a client about attempts. Safe for all threads. */
final class AttemptReporter {

    private static final Logger LOG = LoggerFactory.getLogger(OpenAiChatModel.class);

    private final Settings settings;

    AttemptReporter(Settings settings) {
        this.settings = settings;
    }

    void report(Outcome outcome, Headers headers, int number, Duration waited, Duration took, Redaction redaction) {
        if (settings.listener() == OpenAiListener.NONE) {
            return;
        }
        String requestId = headers.get("x-request-id");
        Wire.Tokens tokens = outcome.tokens();
        Usage usage = new Usage(1, tokens.input(), tokens.cached(), tokens.output());
        OptionalDouble cost = settings.budget()
                .price()
                .map(price -> OptionalDouble.of(price.of(usage)))
                .orElse(OptionalDouble.empty());
        Outcome.Replied replied = outcome instanceof Outcome.Replied answer ? answer : null;
        OpenAiAttempt attempt = new OpenAiAttempt(
                settings.provider(),
                settings.endpoint().host(),
                settings.endpoint().port(),
                settings.model(),
                replied == null ? "" : replied.model(),
                replied == null ? "" : replied.id(),
                requestId == null ? "" : redaction.brief(requestId),
                number,
                waited,
                took,
                outcome instanceof Failure failure ? failure.status() : 200,
                replied == null ? "failed" : replied.finish().name().toLowerCase(Locale.ROOT),
                outcome instanceof Failure failure ? errorType(failure) : "",
                usage,
                cost);
        try {
            settings.listener().onAttempt(attempt);
        } catch (RuntimeException e) {
            LOG.warn("the listener threw an exception, which is dropped", e);
        }
    }

    private static String errorType(Failure failure) {
        if (!failure.error().code().isEmpty()) {
            return failure.error().code();
        }
        return failure.status() == 0 ? "unanswered" : String.valueOf(failure.status());
    }
}
