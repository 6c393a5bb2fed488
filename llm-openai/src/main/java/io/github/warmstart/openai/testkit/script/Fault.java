// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.openai.testkit.script;

import static java.util.Objects.requireNonNull;

import io.github.warmstart.openai.testkit.internal.base.Json;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One way in which an answer goes wrong, or is only odd. Immutable.
 *
 * <pre>{@code
 * Fault.status(503).retryAfterSeconds(2)
 * Fault.dropInsideBody()
 * Fault.content("not JSON at all")
 * }</pre>
 */
public final class Fault {

    /** How the bytes of an answer leave, or do not. */
    public enum Delivery {
        WHOLE,
        DROP_BEFORE_HEADERS,
        DROP_INSIDE_BODY,
        STALL_BEFORE_HEADERS,
        STALL_INSIDE_BODY,
        DRIP,
        ENDLESS,
        GZIP_BOMB
    }

    /** How a wait is told. */
    public enum Hint {
        MILLIS,
        SECONDS,
        DATE
    }

    private static final Fault NONE = new Fault("none", 200, Delivery.WHOLE);

    private final String name;
    private final int status;
    private final Delivery delivery;
    private Map<String, String> headers = Map.of();
    private @Nullable String body;
    private @Nullable FakeAnswer answer;
    private @Nullable Duration wait;
    private Hint hint = Hint.MILLIS;
    private Duration pace = Duration.ZERO;
    private long size;
    private boolean echo;

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
        copy.wait = wait;
        copy.hint = hint;
        copy.pace = pace;
        copy.size = size;
        copy.echo = echo;
        return copy;
    }

    /**
     * No fault: the usual answer. For sequences.
     *
     * @return the fault that is none
     */
    public static Fault none() {
        return NONE;
    }

    /**
     * An error with the words that OpenAI uses.
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
     * @param message the words
     * @return the fault
     */
    public static Fault error(int status, String code, String message) {
        Fault fault = new Fault(code.isEmpty() ? "status " + status : status + " " + code, status, Delivery.WHOLE);
        fault.body = Json.error(message, code, null);
        return fault;
    }

    /**
     * A used-up quota: status 429 with {@code insufficient_quota}, which no waiting heals.
     *
     * @return the fault
     */
    public static Fault quotaExhausted() {
        return error(429, "insufficient_quota", "You exceeded your current quota, please check your plan and billing.");
    }

    /**
     * The connection is closed before an answer begins. What was asked for is done all the same.
     *
     * @return the fault
     */
    public static Fault dropBeforeHeaders() {
        return new Fault("dropped before the headers", 0, Delivery.DROP_BEFORE_HEADERS);
    }

    /**
     * The connection is closed half-way through the body.
     *
     * @return the fault
     */
    public static Fault dropInsideBody() {
        return new Fault("dropped inside the body", 200, Delivery.DROP_INSIDE_BODY);
    }

    /**
     * No answer ever begins.
     *
     * @return the fault
     */
    public static Fault stallBeforeHeaders() {
        return new Fault("stalled before the headers", 0, Delivery.STALL_BEFORE_HEADERS);
    }

    /**
     * The answer stops half-way, and the connection stays open.
     *
     * @return the fault
     */
    public static Fault stallInsideBody() {
        return new Fault("stalled inside the body", 200, Delivery.STALL_INSIDE_BODY);
    }

    /**
     * The body comes byte after byte.
     *
     * @param pause between two bytes
     * @return the fault
     */
    public static Fault slowDrip(Duration pause) {
        Fault fault = new Fault("slow drip", 200, Delivery.DRIP);
        fault.pace = requireNonNull(pause, "pause");
        return fault;
    }

    /**
     * A completion whose content is very long.
     *
     * @param bytes its length; it is made while it is sent
     * @return the fault
     */
    public static Fault huge(long bytes) {
        Fault fault = new Fault("huge body", 200, Delivery.ENDLESS);
        fault.size = bytes;
        return fault;
    }

    /**
     * A completion whose content is very long, packed to a thousandth of it.
     *
     * @param bytes its length when unpacked
     * @return the fault
     */
    public static Fault gzipBomb(long bytes) {
        Fault fault = new Fault("gzip bomb", 200, Delivery.GZIP_BOMB);
        fault.size = bytes;
        return fault;
    }

    /**
     * JSON that is nested without need, around the choices.
     *
     * @param depth how deep
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
        Fault fault = new Fault("redirect", 307, Delivery.WHOLE);
        fault.headers = Map.of("Location", location);
        fault.body = "";
        return fault;
    }

    /**
     * Status 401 that repeats the key of the client in its message, its code and a header.
     *
     * @return the fault
     */
    public static Fault echoKey() {
        Fault fault = new Fault("key echo", 401, Delivery.WHOLE);
        fault.echo = true;
        return fault;
    }

    /**
     * Status 200 with a body of any kind.
     *
     * @param contentType its type
     * @param body its text, for example a web page
     * @return the fault
     */
    public static Fault body(String contentType, String body) {
        Fault fault = new Fault("odd body", 200, Delivery.WHOLE);
        fault.headers = Map.of("Content-Type", contentType);
        fault.body = requireNonNull(body, "body");
        return fault;
    }

    /**
     * Status 200 with an error in the place of choices, as brokers send it when a model fails after it began.
     *
     * @param code a status as a number
     * @param message the words
     * @return the fault
     */
    public static Fault errorInside200(int code, String message) {
        return body(
                        "application/json",
                        Json.of(Json.map("error", Json.map("code", code, "message", message, "metadata", Json.map()))))
                .named("error inside 200");
    }

    /**
     * A completion that says something else.
     *
     * @param content what the model says
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
        Fault fault = new Fault("odd answer", 200, Delivery.WHOLE);
        fault.answer = requireNonNull(answer, "answer");
        return fault;
    }

    /**
     * The same, with one more header.
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
     * The same, asking for a wait by {@code retry-after-ms}.
     *
     * @param wait how long; a call of the same prompt before that counts as early
     * @return another fault
     */
    public Fault retryAfterMillis(Duration wait) {
        return waiting(wait, Hint.MILLIS);
    }

    /**
     * The same, asking for a wait by {@code Retry-After} in seconds.
     *
     * @param seconds how long; a call of the same prompt before that counts as early
     * @return another fault
     */
    public Fault retryAfterSeconds(long seconds) {
        return waiting(Duration.ofSeconds(seconds), Hint.SECONDS);
    }

    /**
     * The same, asking for a wait by {@code Retry-After} as an HTTP date.
     *
     * @param seconds how far behind the {@code Date} of the answer; a call of the same prompt before that counts as early
     * @return another fault
     */
    public Fault retryAfterDate(long seconds) {
        return waiting(Duration.ofSeconds(seconds), Hint.DATE);
    }

    private Fault waiting(Duration time, Hint how) {
        Fault fault = copy();
        fault.wait = time;
        fault.hint = how;
        return fault;
    }

    private Fault named(String words) {
        Fault fault = new Fault(words, status, delivery);
        fault.headers = headers;
        fault.body = body;
        return fault;
    }

    public int status() {
        return status;
    }

    public Delivery delivery() {
        return delivery;
    }

    public Map<String, String> headers() {
        return headers;
    }

    /** Null for a completion. */
    @Nullable
    public String body() {
        return body;
    }

    /** Null for what the model of the script says. */
    @Nullable
    public FakeAnswer answer() {
        return answer;
    }

    @Nullable
    public Duration askedWait() {
        return wait;
    }

    public Hint hint() {
        return hint;
    }

    public Duration pace() {
        return pace;
    }

    public long size() {
        return size;
    }

    public boolean echo() {
        return echo;
    }

    /** Whether what was asked for is done, whatever becomes of the answer. */
    public boolean isDone() {
        return body == null && !echo;
    }

    /**
     * What goes wrong.
     *
     * @return a few words
     */
    @Override
    public String toString() {
        return name;
    }
}
