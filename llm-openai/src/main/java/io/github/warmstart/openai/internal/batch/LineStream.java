// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.openai.internal.batch;

import io.github.warmstart.openai.internal.http.HttpSender;
import io.github.warmstart.openai.internal.wire.RawResponse;
import java.io.IOException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import okhttp3.Call;
import okhttp3.Callback;
import okhttp3.Response;
import okio.Buffer;
import okio.BufferedSource;
import okio.ByteString;

/**
 * Reads an answer line by line. A thread of the client reads, the calling thread takes, and few lines are under way
 * between them: a file of any size takes no more memory than its longest lines. An interrupt cancels the call.
 */
final class LineStream implements Callback {

    private static final int LINES_UNDER_WAY = 16;
    private static final int BLOCK = 8192;
    private static final long ROOM_MILLIS = 100;

    private final Call call;
    private final long longestLine;
    private volatile boolean gone;
    private final BlockingQueue<Piece> pieces = new ArrayBlockingQueue<>(LINES_UNDER_WAY);

    private sealed interface Piece {}

    private record Line(ByteString text) implements Piece {}

    /** The end of the reading, one way or another. */
    sealed interface End extends Piece {}

    /** All lines were read. */
    record Whole() implements End {}

    /** The server answered something else. */
    record Refused(RawResponse answer) implements End {}

    /** The answer broke off. */
    record Broken(IOException cause) implements End {}

    LineStream(Call call, long longestLine) {
        this.call = call;
        this.longestLine = longestLine;
    }

    /** Reads to the end. */
    End read(Consumer<ByteString> lines) throws InterruptedException {
        call.enqueue(this);
        try {
            Piece piece = pieces.take();
            while (piece instanceof Line line) {
                lines.accept(line.text());
                piece = pieces.take();
            }
            return (End) piece;
        } finally {
            gone = true;
            call.cancel();
        }
    }

    @Override
    public void onFailure(Call failed, IOException e) {
        put(new Broken(e));
    }

    @Override
    public void onResponse(Call answered, Response response) {
        try {
            if (response.isSuccessful()) {
                try (response) {
                    lines(response.body().source());
                }
                put(new Whole());
            } else {
                put(new Refused(BatchApi.read(call, response, HttpSender.ERROR_BYTES)));
            }
        } catch (IOException e) {
            put(new Broken(e));
        } catch (RuntimeException e) {
            put(new Broken(new IOException("reading the answer failed", e)));
        }
    }

    private void lines(BufferedSource source) throws IOException {
        while (!source.exhausted()) {
            long end = source.indexOf((byte) '\n', 0, longestLine + 1);
            if (end >= 0) {
                put(new Line(source.readByteString(end)));
                source.skip(1);
            } else if (source.request(longestLine + 1)) {
                skipLine(source);
            } else {
                put(new Line(source.readByteString()));
            }
        }
    }

    private static void skipLine(BufferedSource source) throws IOException {
        Buffer buffer = source.getBuffer();
        while (source.request(1)) {
            long end = buffer.indexOf((byte) '\n');
            if (end >= 0) {
                buffer.skip(end + 1);
                return;
            }
            buffer.clear();
            source.request(BLOCK);
        }
    }

    /** Waits for room as long as somebody takes: the taker cancels the call when it goes. */
    private void put(Piece piece) {
        boolean done = false;
        boolean interrupted = false;
        while (!done) {
            try {
                done = pieces.offer(piece, ROOM_MILLIS, TimeUnit.MILLISECONDS) || gone;
            } catch (InterruptedException e) {
                interrupted = true; // the end must reach the taker all the same
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
