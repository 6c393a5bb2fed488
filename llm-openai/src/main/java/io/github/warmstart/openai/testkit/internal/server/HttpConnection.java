// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.openai.testkit.internal.server;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Server side of one HTTP/1.1 connection, limited to what clients need, with ways to break it. For one thread. */
public final class HttpConnection implements Closeable {

    private static final int MAX_LINE_BYTES = 64 * 1024;
    private static final int MAX_BODY_BYTES = 256 * 1024 * 1024;

    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;
    private final byte[] buffer = new byte[16 * 1024];
    private int from;
    private int to;

    public HttpConnection(Socket socket) throws IOException {
        this.socket = socket;
        socket.setTcpNoDelay(true);
        in = socket.getInputStream();
        out = socket.getOutputStream();
    }

    /** The next request; null if the client closed the connection. */
    @Nullable
    public HttpRequest read() throws IOException {
        String line = line();
        if (line == null) {
            return null;
        }
        String[] start = line.split(" ", 3);
        Map<String, String> headers = new TreeMap<>();
        for (String header = line(); header != null && !header.isEmpty(); header = line()) {
            int colon = header.indexOf(':');
            if (colon > 0) {
                headers.merge(
                        header.substring(0, colon).toLowerCase(Locale.ROOT),
                        header.substring(colon + 1).strip(),
                        (first, second) -> first + ", " + second);
            }
        }
        if (start.length < 3) {
            throw new IOException("no request line: " + line);
        }
        if ("100-continue".equalsIgnoreCase(headers.get("expect"))) {
            write("HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        }
        return new HttpRequest(start[0], start[1], headers, body(headers));
    }

    private byte[] body(Map<String, String> headers) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        if ("chunked".equalsIgnoreCase(headers.get("transfer-encoding"))) {
            int size;
            do {
                String line = line();
                size = line == null ? 0 : Integer.parseInt(line.split(";", 2)[0].strip(), 16);
                copy(size, body);
                line();
            } while (size > 0);
        } else {
            copy(Integer.parseInt(headers.getOrDefault("content-length", "0")), body);
        }
        return body.toByteArray();
    }

    private void copy(int bytes, ByteArrayOutputStream body) throws IOException {
        int left = bytes;
        while (left > 0) {
            if (from == to && !fill()) {
                throw new IOException("the request is truncated");
            }
            int some = Math.min(left, to - from);
            body.write(buffer, from, some);
            from += some;
            left -= some;
            if (body.size() > MAX_BODY_BYTES) {
                throw new IOException("the request is too long");
            }
        }
    }

    private @Nullable String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        while (line.size() < MAX_LINE_BYTES) {
            if (from == to && !fill()) {
                return null;
            }
            byte next = buffer[from++];
            if (next == '\n') {
                return line.toString(StandardCharsets.UTF_8).stripTrailing();
            }
            line.write(next);
        }
        throw new IOException("a header is too long");
    }

    private boolean fill() throws IOException {
        if (from == to) {
            from = 0;
            to = 0;
        }
        if (to == buffer.length) {
            return true;
        }
        int some = in.read(buffer, to, buffer.length - to);
        to += Math.max(0, some);
        return some > 0;
    }

    /**
     * Waits until the time is over or the client disconnects.
     *
     * @param nanos time to wait; negative for no limit
     * @return false as soon as the client has disconnected
     */
    public boolean pause(long nanos) throws IOException {
        long end = System.nanoTime() + nanos;
        long left = nanos;
        try {
            while (nanos < 0 || left > 0) {
                // a timeout of 0 means no timeout
                socket.setSoTimeout(nanos < 0 ? 0 : (int) Math.max(1, TimeUnit.NANOSECONDS.toMillis(left)));
                if (!fill()) {
                    return false;
                }
                left = end - System.nanoTime(); // the client has sent its next request already
            }
            return true;
        } catch (SocketTimeoutException e) {
            return true;
        } catch (IOException e) {
            return false; // a reset is a disconnect too
        } finally {
            socket.setSoTimeout(0);
        }
    }

    /** As {@link #pause(long)}; no wait for a time of 0. */
    public boolean pause(Duration time) throws IOException {
        return time.isZero() || pause(time.toNanos());
    }

    void write(byte[] bytes) throws IOException {
        out.write(bytes);
        out.flush();
    }

    /** Closes the connection with a reset. */
    public void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
