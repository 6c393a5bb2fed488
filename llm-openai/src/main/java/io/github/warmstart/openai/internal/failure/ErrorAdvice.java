// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.openai.internal.failure;

import io.github.warmstart.openai.internal.settings.Settings;
import io.github.warmstart.openai.internal.wire.ProviderError;
import io.github.warmstart.openai.internal.wire.RawResponse;
import io.github.warmstart.openai.internal.wire.Redaction;
import io.github.warmstart.signal.SignalException.Reach;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.UnknownHostException;
import java.net.UnknownServiceException;
import java.security.cert.CertificateException;
import java.time.Duration;
import javax.net.ssl.SSLPeerUnverifiedException;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/** Advice to the user about a failure, in terms of the builder's options. */
public final class ErrorAdvice {

    private static final String RETRY_LATER = "try again later";

    private final Settings settings;
    private final Redaction redaction;

    public ErrorAdvice(Settings settings, Redaction redaction) {
        this.settings = settings;
        this.redaction = redaction;
    }

    /** Advice for an error response. */
    public String forStatus(int status, ProviderError error, RawResponse answer) {
        if (RetryPolicy.isQuotaExhausted(error.code())) {
            return "the account has no quota left: add credit, or raise its limit";
        }
        if (FailureScopes.isTooLong(error)) {
            return "the prompt is too long for model '%s': ask about fewer items in one request, or choose a model with a larger context"
                    .formatted(settings.model());
        }
        return switch (status) {
            case 400, 422 -> badRequest(error.param());
            case 401 ->
                settings.apiKey() == null
                        ? "the server requires a key: set apiKey(...)"
                        : "the key is wrong or revoked: check the value of apiKey(...)";
            case 402 -> "the account has no credit left: add some";
            case 403 ->
                "the key may not use model '%s': check its project, its permissions and your region"
                        .formatted(settings.model());
            case 404 -> "check model(...), which is '%s', and baseUrl(...)".formatted(settings.model());
            case 413 -> "ask about fewer items in one request";
            case 429 -> RETRY_LATER + ", or lower concurrency(...)";
            case 301, 302, 303, 307, 308 -> redirect(answer);
            default -> status >= 500 || status == 408 || status == 409 ? RETRY_LATER : "check baseUrl(...)";
        };
    }

    /** The failure of a call without a complete response. */
    public Failure forException(IOException e, Duration timeout) {
        String host = settings.endpoint().host();
        Throwable cause = redaction.cover(e);
        if (e instanceof InterruptedIOException) {
            return Failure.unanswered(
                    "no complete response from %s within %d ms".formatted(host, timeout.toMillis()),
                    timeout.compareTo(settings.callTimeout()) < 0
                            ? "raise maxWait(...)"
                            : "raise callTimeout(...), or ask about fewer items in one request",
                    true,
                    Reach.ONE_REQUEST,
                    cause);
        }
        if (e instanceof SSLPeerUnverifiedException || causedByCertificate(e)) {
            return Failure.unanswered(
                    "the certificate of %s is not trusted".formatted(host),
                    "check baseUrl(...), or give httpClient(...) a client that trusts it",
                    false,
                    Reach.ALL_REQUESTS,
                    cause);
        }
        if (e instanceof UnknownServiceException) {
            return Failure.unanswered(
                    "the HTTP client refuses to connect to %s".formatted(host),
                    "check the connection specs of the client given to httpClient(...)",
                    false,
                    Reach.ALL_REQUESTS,
                    cause);
        }
        String name = e instanceof UnknownHostException
                ? "no such host"
                : e.getClass().getSimpleName();
        return Failure.unanswered(
                "no complete response from %s (%s: %s)"
                        .formatted(host, name, redaction.brief(String.valueOf(e.getMessage()))),
                "check the network and baseUrl(...)",
                true,
                Reach.ONE_REQUEST,
                cause);
    }

    private static String badRequest(String param) {
        String options = "model(...), temperature(...), seed(...) and structuredOutput(...)";
        return param.isEmpty()
                ? "the server refuses the request: check " + options
                : "the server refuses the request because of '%s': check %s".formatted(param, options);
    }

    private String redirect(RawResponse answer) {
        HttpUrl target = settings.endpoint().resolve(answer.header("Location"));
        String origin =
                target == null ? "another address" : target.scheme() + "://" + target.host() + ":" + target.port();
        return "redirects are not followed, because they could leak the key: set baseUrl(...) to the target, %s"
                .formatted(redaction.brief(origin));
    }

    private static boolean causedByCertificate(Throwable e) {
        for (@Nullable Throwable t = e; t != null; t = t.getCause()) {
            if (t instanceof CertificateException) {
                return true;
            }
        }
        return false;
    }
}
