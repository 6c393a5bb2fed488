// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.openai.internal.protocol;

import com.squareup.moshi.JsonDataException;
import io.github.warmstart.openai.internal.failure.ErrorAdvice;
import io.github.warmstart.openai.internal.failure.Failure;
import io.github.warmstart.openai.internal.failure.FailureScopes;
import io.github.warmstart.openai.internal.failure.Outcome;
import io.github.warmstart.openai.internal.failure.RetryHints;
import io.github.warmstart.openai.internal.failure.RetryPolicy;
import io.github.warmstart.openai.internal.settings.Settings;
import io.github.warmstart.openai.internal.wire.LenientJson;
import io.github.warmstart.openai.internal.wire.ProviderError;
import io.github.warmstart.openai.internal.wire.RawResponse;
import io.github.warmstart.openai.internal.wire.Redaction;
import io.github.warmstart.openai.internal.wire.Wire;
import io.github.warmstart.prompt.ChatReply.Finish;
import io.github.warmstart.signal.SignalException.Reach;
import java.io.IOException;
import java.time.Clock;
import java.util.Locale;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * Reader of responses: returns the text of the model, or the failure with advice.
 *
 * <p>An answer is paid for, so it is dropped only if it holds nothing usable, and requested again only if it was truncated
 * on its way.
 */
public final class ResponseReader {

    private final Settings settings;
    private final Clock clock;
    private final Redaction redaction;
    private final ErrorAdvice advice;

    public ResponseReader(Settings settings, Clock clock, Redaction redaction) {
        this.settings = settings;
        this.clock = clock;
        this.redaction = redaction;
        advice = new ErrorAdvice(settings, redaction);
    }

    public Outcome read(RawResponse answer) {
        if (!answer.isSuccess()) {
            return refused(answer, answer.status(), ProviderError.read(answer.body(), redaction), Wire.Tokens.NONE);
        }
        if (answer.tooLong()) {
            return useless(
                    answer,
                    "provider answered %d with more than %d bytes".formatted(answer.status(), settings.maxReplyBytes()),
                    "raise maxReplyBytes(...) if that is an answer",
                    false,
                    Reach.ONE_REQUEST, // no real answer is so long: a shorter request would fail too
                    null);
        }
        Wire.Completion completion;
        if (EventStream.isOne(answer.body())) {
            completion = EventStream.read(answer.body());
            return completion == null ? noCompletion(answer, null) : read(answer, completion);
        }
        try {
            completion = LenientJson.completion(answer.body());
        } catch (IOException | JsonDataException e) {
            return LenientJson.isTruncated(answer.body()) ? truncated(answer, e) : noCompletion(answer, e);
        }
        return completion == null ? noCompletion(answer, null) : read(answer, completion);
    }

    private Outcome read(RawResponse answer, Wire.Completion completion) {
        if (completion.error() != null) {
            ProviderError error = ProviderError.of(completion.error(), redaction);
            int status = error.status() == 0 ? statusOf(error) : error.status();
            return refused(answer, status, error, completion.usage());
        }
        Wire.Choice choice = completion.choice();
        if (choice == null) {
            return noCompletion(answer, null);
        }
        Wire.Message message = choice.message();
        String content = message == null ? "" : LenientJson.unquoted(text(message));
        String refusal = message == null || message.refusal() == null ? "" : message.refusal();
        return new Outcome.Replied(
                redaction.coverReply(content),
                completion.model() == null ? settings.model() : redaction.brief(completion.model()),
                refusal.isBlank() ? finish(choice.finish_reason()) : Finish.REFUSED,
                completion.usage(),
                completion.id() == null ? "" : redaction.brief(completion.id()));
    }

    /** The content, or else the arguments of a tool call: no tool was offered, so they are the answer. */
    private static String text(Wire.Message message) {
        String content = message.content() == null ? "" : message.content();
        return content.isBlank() && message.arguments() != null ? message.arguments() : content;
    }

    /** Status of an error inside a 200 that names none: from its code, or else 500. */
    private static int statusOf(ProviderError error) {
        String code = error.code().toLowerCase(Locale.ROOT);
        if (code.contains("rate_limit") || code.contains("quota")) {
            return 429;
        }
        return code.contains("invalid") || code.contains("context_length") || code.contains("content_filter")
                ? 400
                : 500;
    }

    private static Finish finish(@Nullable String reason) {
        return switch (reason == null ? "" : reason.toLowerCase(Locale.ROOT)) {
            case "length", "max_tokens" -> Finish.LENGTH;
            case "content_filter" -> Finish.FILTERED;
            case "refusal" -> Finish.REFUSED;
            default -> Finish.STOP;
        };
    }

    /** An error response, or a 200 with an error inside. */
    private Outcome refused(RawResponse answer, int status, ProviderError error, Wire.Tokens tokens) {
        if (FailureScopes.isFiltered(status, error)) {
            return new Outcome.Replied("", settings.model(), Finish.FILTERED, tokens, "");
        }
        RetryHints hints = RetryHints.read(answer.headers(), clock);
        return new Failure(
                "provider answered " + answer.status() + (answer.isSuccess() ? " with an error" : ""),
                advice.forStatus(status, error, answer),
                status,
                error,
                requestId(answer),
                hints.retryAfter(),
                RetryPolicy.isRetryable(status, error, hints.shouldRetry()),
                false,
                FailureScopes.of(status, error),
                null,
                tokens);
    }

    private Failure truncated(RawResponse answer, Exception cause) {
        return useless(
                answer,
                "provider answered %d with a truncated body".formatted(answer.status()),
                "try again later",
                true,
                Reach.ONE_REQUEST,
                cause);
    }

    private Failure noCompletion(RawResponse answer, @Nullable Exception cause) {
        boolean page = startsWithTag(answer.body());
        return useless(
                answer,
                "provider answered %d with %s"
                        .formatted(answer.status(), page ? "a web page instead of JSON" : "no chat completion"),
                "check baseUrl(...), which must end where /chat/completions begins",
                page, // a gateway may have sent it; an answer of the model is not bought again
                Reach.ONE_REQUEST,
                cause);
    }

    private Failure useless(
            RawResponse answer, String what, String remedy, boolean retryable, Reach reach, @Nullable Exception cause) {
        return new Failure(
                what,
                remedy,
                answer.status(),
                ProviderError.NONE,
                requestId(answer),
                null,
                retryable,
                retryable && remedy.startsWith("check"),
                reach,
                cause == null ? null : redaction.cover(cause),
                Wire.Tokens.NONE);
    }

    private String requestId(RawResponse answer) {
        return redaction.brief(answer.header("x-request-id"));
    }

    private static boolean startsWithTag(ByteString body) {
        return body.substring(0, Math.min(body.size(), 64)).utf8().strip().startsWith("<");
    }
}
