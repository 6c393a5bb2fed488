// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.openai.internal.http;

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
 * Response read line by line: a thread of the sender reads, the calling thread consumes, and a small queue connects them, so
 * a file of any size needs no more memory than a few of its lines. An interrupt cancels the call.
 */
public final class LineStream implements Callback {

    private static final int MAX_QUEUED = 16;
    private static final int BLOCK = 8192;
    private static final long OFFER_MILLIS = 100;

    private final Call call;
    private final long maxLineBytes;
    private final HttpSender sender;
    private volatile boolean abandoned;
    private final BlockingQueue<Piece> pieces = new ArrayBlockingQueue<>(MAX_QUEUED);

    private sealed interface Piece {}

    private record Line(ByteString text) implements Piece {}

    /** End of a stream of lines. */
    public sealed interface End extends Piece {}

    /** End after the last line. */
    public record Complete() implements End {}

    /** Error response in place of lines. */
    public record Refused(RawResponse response) implements End {}

    /** End before the last line. */
    public record Broken(IOException cause) implements End {}

    LineStream(Call call, long maxLineBytes, HttpSender sender) {
        this.call = call;
        this.maxLineBytes = maxLineBytes;
        this.sender = sender;
    }

    /** Passes each line to the consumer, until the end. */
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
            abandoned = true;
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
                put(new Complete());
            } else {
                put(new Refused(sender.read(call, response)));
            }
        } catch (IOException e) {
            put(new Broken(e));
        } catch (RuntimeException e) {
            put(new Broken(new IOException("reading the response failed", e)));
        }
    }

    private void lines(BufferedSource source) throws IOException {
        while (!source.exhausted()) {
            long end = source.indexOf((byte) '\n', 0, maxLineBytes + 1);
            if (end >= 0) {
                put(new Line(source.readByteString(end)));
                source.skip(1);
            } else if (source.request(maxLineBytes + 1)) {
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

    /** Waits for room in the queue, as long as the consumer has not left; it cancels the call when it does. */
    private void put(Piece piece) {
        boolean done = false;
        boolean interrupted = false;
        while (!done) {
            try {
                done = pieces.offer(piece, OFFER_MILLIS, TimeUnit.MILLISECONDS) || abandoned;
            } catch (InterruptedException e) {
                interrupted = true; // the consumer needs the end nevertheless
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
