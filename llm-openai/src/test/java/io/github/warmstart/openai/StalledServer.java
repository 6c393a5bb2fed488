// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.openai;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Server that begins a response, never ends it, and notices when the client disconnects. */
final class StalledServer implements AutoCloseable {

    private static final long PATIENCE_SECONDS = 20;
    private static final String BEGINNING =
            "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{\"choices\":";

    final CountDownLatch asked = new CountDownLatch(1);
    final CountDownLatch hungUp = new CountDownLatch(1);
    final AtomicInteger connections = new AtomicInteger();
    private final ServerSocket socket;

    StalledServer() throws IOException {
        socket = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        Thread thread = new Thread(this::serve, "stalled-server");
        thread.setDaemon(true);
        thread.start();
    }

    String baseUrl() {
        return "http://127.0.0.1:" + socket.getLocalPort() + "/v1";
    }

    static boolean happens(CountDownLatch event) throws InterruptedException {
        return event.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    private void serve() {
        while (!socket.isClosed()) {
            try (Socket client = socket.accept()) {
                connections.incrementAndGet();
                InputStream in = client.getInputStream();
                byte[] buffer = new byte[8192];
                boolean answered = false;
                while (in.read(buffer) >= 0) {
                    if (!answered) {
                        answered = true;
                        client.getOutputStream().write(BEGINNING.getBytes(StandardCharsets.US_ASCII));
                        client.getOutputStream().flush();
                        asked.countDown();
                    }
                }
                hungUp.countDown();
            } catch (IOException e) {
                hungUp.countDown(); // a reset is a disconnect too
            }
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
