// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.openai.testkit.script;

import static java.util.Objects.requireNonNull;

import io.github.warmstart.openai.testkit.internal.base.Json;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Fault of one response, or an unusual response. Immutable; its accessors describe it.
 *
 * <pre>{@code
 * Fault.status(503).retryAfterSeconds(2)
 * Fault.dropInsideBody()
 * Fault.content("not JSON at all")
 * }</pre>
 */
public final class Fault {

    /** Delivery of the bytes of a response. */
    public enum Delivery {
        /** All bytes at once. */
        COMPLETE,
        /** The connection is closed before the response begins. */
        DROP_BEFORE_HEADERS,
        /** The connection is closed in the middle of the body. */
        DROP_INSIDE_BODY,
        /** No response begins; the connection stays open. */
        STALL_BEFORE_HEADERS,
        /** The body stops in the middle; the connection stays open. */
        STALL_INSIDE_BODY,
        /** Byte after byte, with a pause between them. */
        DRIP,
        /** A completion with very long content. */
        HUGE,
        /** A completion with very long content, compressed. */
        GZIP_BOMB
    }

    /** Header that asks for a wait. */
    public enum RetryHeader {
        /** {@code retry-after-ms}. */
        MILLIS,
        /** {@code Retry-After} in seconds. */
        SECONDS,
        /** {@code Retry-After} as a date. */
        DATE
    }

    private static final Fault NONE = new Fault("none", 200, Delivery.COMPLETE);

    private final String name;
    private final int status;
    private final Delivery delivery;
    private Map<String, String> headers = Map.of();
    private @Nullable String body;
    private @Nullable FakeAnswer answer;
    private @Nullable Duration retryAfter;
    private RetryHeader retryHeader = RetryHeader.MILLIS;
    private Duration dripPause = Duration.ZERO;
    private long bodyBytes;
    private boolean echoesKey;

    private Fault(String name, int status, Delivery delivery) {
        this.name = name;
        this.status = status;
        this.delivery = delivery;
    }

    private Fault copy() {
        Fault copy = new Fault(name, status, delivery);
        copy.headers = headers;
        copy.body = body;
        copy.answer = answer;
        copy.retryAfter = retryAfter;
        copy.retryHeader = retryHeader;
        copy.dripPause = dripPause;
        copy.bodyBytes = bodyBytes;
        copy.echoesKey = echoesKey;
        return copy;
    }

    /**
     * No fault, for calls in a sequence that get the usual response.
     *
     * @return the value for no fault
     */
    public static Fault none() {
        return NONE;
    }

    /**
     * An error in the words of OpenAI.
     *
     * @param status 400 to 599
     * @return the fault
     */
    public static Fault status(int status) {
        return switch (status) {
            case 401 -> error(401, "invalid_api_key", "Incorrect API key provided.");
            case 404 -> error(404, "model_not_found", "The model does not exist or you do not have access to it.");
            case 429 -> error(429, "rate_limit_exceeded", "Rate limit reached for requests.");
            case 500 -> error(500, "server_error", "The server had an error while processing your request. Sorry!");
            case 503 -> error(503, "overloaded", "The engine is currently overloaded, please try again later.");
            default -> error(status, "", "This is answer %d of a fake server.".formatted(status));
        };
    }

    /**
     * An error.
     *
     * @param status 300 to 599
     * @param code the provider's code; empty for none
     * @param message its text
     * @return the fault
     */
    public static Fault error(int status, String code, String message) {
        Fault fault = new Fault(code.isEmpty() ? "status " + status : status + " " + code, status, Delivery.COMPLETE);
        fault.body = Json.error(message, code, null);
        return fault;
    }

    /**
     * A used-up quota: status 429 with {@code insufficient_quota}, which waiting does not resolve.
     *
     * @return the fault
     */
    public static Fault quotaExhausted() {
        return error(429, "insufficient_quota", "You exceeded your current quota, please check your plan and billing.");
    }

    /**
     * The connection is closed before a response begins. The request is executed nevertheless.
     *
     * @return the fault
     */
    public static Fault dropBeforeHeaders() {
        return new Fault("dropped before the headers", 0, Delivery.DROP_BEFORE_HEADERS);
    }

    /**
     * The connection is closed in the middle of the body.
     *
     * @return the fault
     */
    public static Fault dropInsideBody() {
        return new Fault("dropped inside the body", 200, Delivery.DROP_INSIDE_BODY);
    }

    /**
     * No response begins, and the connection stays open.
     *
     * @return the fault
     */
    public static Fault stallBeforeHeaders() {
        return new Fault("stalled before the headers", 0, Delivery.STALL_BEFORE_HEADERS);
    }

    /**
     * The response stops in the middle of the body, and the connection stays open.
     *
     * @return the fault
     */
    public static Fault stallInsideBody() {
        return new Fault("stalled inside the body", 200, Delivery.STALL_INSIDE_BODY);
    }

    /**
     * The body is sent byte after byte.
     *
     * @param pause between two bytes
     * @return the fault
     */
    public static Fault slowDrip(Duration pause) {
        Fault fault = new Fault("slow drip", 200, Delivery.DRIP);
        fault.dripPause = requireNonNull(pause, "pause");
        return fault;
    }

    /**
     * A completion with very long content.
     *
     * @param bytes length of the content, which is generated while it is sent
     * @return the fault
     */
    public static Fault huge(long bytes) {
        Fault fault = new Fault("huge body", 200, Delivery.HUGE);
        fault.bodyBytes = bytes;
        return fault;
    }

    /**
     * A completion with very long content, compressed to a thousandth of its length.
     *
     * @param bytes length of the content after decompression
     * @return the fault
     */
    public static Fault gzipBomb(long bytes) {
        Fault fault = new Fault("gzip bomb", 200, Delivery.GZIP_BOMB);
        fault.bodyBytes = bytes;
        return fault;
    }

    /**
     * Deeply nested JSON in place of the choices.
     *
     * @param depth number of nested arrays
     * @return the fault
     */
    public static Fault deepJson(int depth) {
        return body("application/json", "{\"choices\":" + "[".repeat(depth) + "]".repeat(depth) + "}")
                .named("deep JSON");
    }

    /**
     * Status 307 to another address.
     *
     * @param location the address
     * @return the fault
     */
    public static Fault redirect(String location) {
        Fault fault = new Fault("redirect", 307, Delivery.COMPLETE);
        fault.headers = Map.of("Location", location);
        fault.body = "";
        return fault;
    }

    /**
     * Status 401 with the key of the client in its message, its code and a header.
     *
     * @return the fault
     */
    public static Fault echoKey() {
        Fault fault = new Fault("key echo", 401, Delivery.COMPLETE);
        fault.echoesKey = true;
        return fault;
    }

    /**
     * Status 200 with any body.
     *
     * @param contentType its type
     * @param body its text, for example a web page
     * @return the fault
     */
    public static Fault body(String contentType, String body) {
        Fault fault = new Fault("odd body", 200, Delivery.COMPLETE);
        fault.headers = Map.of("Content-Type", contentType);
        fault.body = requireNonNull(body, "body");
        return fault;
    }

    /**
     * Status 200 with an error in place of choices, as brokers send it if a model fails after it has begun.
     *
     * @param code a status as a number
     * @param message its text
     * @return the fault
     */
    public static Fault errorInside200(int code, String message) {
        return body(
                        "application/json",
                        Json.of(Json.map("error", Json.map("code", code, "message", message, "metadata", Json.map()))))
                .named("error inside 200");
    }

    /**
     * A completion with other content.
     *
     * @param content text of the model
     * @return the fault
     */
    public static Fault content(String content) {
        return answer(FakeAnswer.of(content));
    }

    /**
     * A completion with another answer.
     *
     * @param answer for example a refusal
     * @return the fault
     */
    public static Fault answer(FakeAnswer answer) {
        Fault fault = new Fault("odd answer", 200, Delivery.COMPLETE);
        fault.answer = requireNonNull(answer, "answer");
        return fault;
    }

    /**
     * This fault with an additional header.
     *
     * @param header its name
     * @param value its value
     * @return another fault
     */
    public Fault header(String header, String value) {
        Fault fault = copy();
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(header, value);
        fault.headers = Map.copyOf(more);
        return fault;
    }

    /**
     * This fault with a requested wait in {@code retry-after-ms}.
     *
     * @param wait time to wait; an earlier call of the same prompt counts as early
     * @return another fault
     */
    public Fault retryAfterMillis(Duration wait) {
        return asking(wait, RetryHeader.MILLIS);
    }

    /**
     * This fault with a requested wait in {@code Retry-After} in seconds.
     *
     * @param seconds time to wait; an earlier call of the same prompt counts as early
     * @return another fault
     */
    public Fault retryAfterSeconds(long seconds) {
        return asking(Duration.ofSeconds(seconds), RetryHeader.SECONDS);
    }

    /**
     * This fault with a requested wait in {@code Retry-After} as an HTTP date.
     *
     * @param seconds time after the {@code Date} of the response; an earlier call of the same prompt counts as early
     * @return another fault
     */
    public Fault retryAfterDate(long seconds) {
        return asking(Duration.ofSeconds(seconds), RetryHeader.DATE);
    }

    private Fault asking(Duration wait, RetryHeader how) {
        Fault fault = copy();
        fault.retryAfter = wait;
        fault.retryHeader = how;
        return fault;
    }

    private Fault named(String description) {
        Fault fault = new Fault(description, status, delivery);
        fault.headers = headers;
        fault.body = body;
        return fault;
    }

    /**
     * HTTP status of the response.
     *
     * @return 200 to 599; 0 if no response begins
     */
    public int status() {
        return status;
    }

    /**
     * Delivery of the response.
     *
     * @return the way its bytes are sent
     */
    public Delivery delivery() {
        return delivery;
    }

    /**
     * Headers in addition to the usual ones.
     *
     * @return names and values
     */
    public Map<String, String> headers() {
        return headers;
    }

    /**
     * Body in place of a completion.
     *
     * @return empty if the response is a completion
     */
    public Optional<String> body() {
        return Optional.ofNullable(body);
    }

    /**
     * Answer in place of that of the script's model.
     *
     * @return empty if the script's model answers
     */
    public Optional<FakeAnswer> answer() {
        return Optional.ofNullable(answer);
    }

    /**
     * Wait that the response asks for.
     *
     * @return empty if it asks for none
     */
    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }

    /**
     * Header in which the response asks for a wait.
     *
     * @return the header, even if no wait is asked for
     */
    public RetryHeader retryHeader() {
        return retryHeader;
    }

    /**
     * Pause between two bytes of a {@link Delivery#DRIP}.
     *
     * @return 0 for other deliveries
     */
    public Duration dripPause() {
        return dripPause;
    }

    /**
     * Length of the content of a {@link Delivery#HUGE} or {@link Delivery#GZIP_BOMB}.
     *
     * @return bytes after decompression; 0 for other deliveries
     */
    public long bodyBytes() {
        return bodyBytes;
    }

    /**
     * Whether the response repeats the key of the client.
     *
     * @return true for {@link #echoKey()}
     */
    public boolean echoesKey() {
        return echoesKey;
    }

    /**
     * Whether the server executes the request although the response is faulty.
     *
     * @return false if the response is an error in place of the execution
     */
    public boolean isExecuted() {
        return body == null && !echoesKey;
    }

    /**
     * Description of the fault.
     *
     * @return a few words
     */
    @Override
    public String toString() {
        return name;
    }
}
