// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.openai.testkit.internal.server;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPOutputStream;

/** Writer of responses, complete or broken. For one thread. */
public final class ResponseWriter {

    private static final DateTimeFormatter HTTP_DATE = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.US)
            .withZone(ZoneOffset.UTC);
    private static final int BLOCK = 64 * 1024;
    private static final String OPENING =
            "{\"choices\":[{\"index\":0,\"finish_reason\":\"stop\",\"message\":{\"role\":\"assistant\",\"content\":\"";
    private static final String CLOSING = "\"}}]}";

    private final HttpConnection connection;
    private final Clock clock;

    public ResponseWriter(HttpConnection connection, Clock clock) {
        this.connection = connection;
        this.clock = clock;
    }

    /** Result of writing a response. */
    public enum Result {
        COMPLETE,
        /** Broken by the fault. */
        BROKEN,
        /** Cancelled by the client. */
        ABORTED
    }

    public Result send(Reply reply, int number) throws IOException {
        byte[] body = reply.body().getBytes(StandardCharsets.UTF_8);
        try {
            return switch (reply.fault().delivery()) {
                case COMPLETE -> {
                    connection.write(join(head(reply, number, body.length), body, body.length));
                    yield Result.COMPLETE;
                }
                case DROP_BEFORE_HEADERS -> {
                    connection.close();
                    yield Result.BROKEN;
                }
                case DROP_INSIDE_BODY -> {
                    connection.write(join(head(reply, number, body.length), body, body.length / 2));
                    connection.close();
                    yield Result.BROKEN;
                }
                case STALL_BEFORE_HEADERS -> stall();
                case STALL_INSIDE_BODY -> {
                    connection.write(join(head(reply, number, body.length), body, body.length / 2));
                    yield stall();
                }
                case DRIP -> drip(reply, number, body);
                case HUGE -> huge(reply, number);
                case GZIP_BOMB -> {
                    byte[] packed = packed(reply.fault().bodyBytes());
                    Reply coded = reply.with(Map.of("Content-Encoding", "gzip"));
                    connection.write(join(head(coded, number, packed.length), packed, packed.length));
                    yield Result.COMPLETE;
                }
            };
        } catch (IOException e) {
            return Result.ABORTED;
        }
    }

    private Result stall() throws IOException {
        connection.pause(-1);
        return Result.ABORTED;
    }

    private Result drip(Reply reply, int number, byte[] body) throws IOException {
        connection.write(head(reply, number, body.length));
        for (byte next : body) {
            if (!connection.pause(reply.fault().dripPause())) {
                return Result.ABORTED;
            }
            connection.write(new byte[] {next});
        }
        return Result.COMPLETE;
    }

    private Result huge(Reply reply, int number) throws IOException {
        long size = reply.fault().bodyBytes();
        connection.write(head(reply, number, OPENING.length() + size + CLOSING.length()));
        connection.write(OPENING.getBytes(StandardCharsets.US_ASCII));
        byte[] block = new byte[BLOCK];
        Arrays.fill(block, (byte) 'x');
        for (long left = size; left > 0; left -= BLOCK) {
            connection.write(left < BLOCK ? Arrays.copyOf(block, (int) left) : block);
        }
        connection.write(CLOSING.getBytes(StandardCharsets.US_ASCII));
        return Result.COMPLETE;
    }

    private static byte[] packed(long size) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes, BLOCK)) {
            gzip.write(OPENING.getBytes(StandardCharsets.US_ASCII));
            byte[] block = new byte[BLOCK];
            Arrays.fill(block, (byte) 'x');
            for (long left = size; left > 0; left -= BLOCK) {
                gzip.write(block, 0, (int) Math.min(left, BLOCK));
            }
            gzip.write(CLOSING.getBytes(StandardCharsets.US_ASCII));
        }
        return bytes.toByteArray();
    }

    private byte[] head(Reply reply, int number, long length) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        headers.put("Content-Type", "application/json");
        headers.put("Date", HTTP_DATE.format(now));
        headers.put("x-request-id", "req_" + number);
        headers.putAll(hint(reply, now));
        headers.putAll(reply.headers());
        headers.put("Content-Length", String.valueOf(length));
        StringBuilder head = new StringBuilder("HTTP/1.1 " + reply.status() + " Fake\r\n");
        headers.forEach((name, value) -> head.append(name)
                .append(": ")
                .append(value.replaceAll("[\r\n]", " "))
                .append("\r\n"));
        return head.append("\r\n").toString().getBytes(StandardCharsets.UTF_8);
    }

    private static Map<String, String> hint(Reply reply, Instant now) {
        Duration wait = reply.retryAfter();
        if (wait == null) {
            return Map.of();
        }
        return switch (reply.fault().retryHeader()) {
            case MILLIS -> Map.of("retry-after-ms", String.valueOf((wait.toNanos() + 999_999) / 1_000_000));
            case SECONDS -> Map.of("Retry-After", String.valueOf(wait.toSeconds()));
            case DATE -> Map.of("Retry-After", HTTP_DATE.format(now.plus(wait)));
        };
    }

    private static byte[] join(byte[] head, byte[] body, int length) {
        byte[] all = Arrays.copyOf(head, head.length + length);
        System.arraycopy(body, 0, all, head.length, length);
        return all;
    }
}
