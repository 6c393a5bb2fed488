// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.journal;

import io.github.warmstart.journal.LineReader.BadLine;
import java.io.ByteArrayOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * File of a journal: locked while open, read line by line, appended by whole lines only.
 *
 * <p>It is a {@link RandomAccessFile} and not a channel, because an interrupt closes a channel, and an answer that arrives
 * while the thread is interrupted has been paid for like any other. Guarded by one lock.
 */
final class JournalFile implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(JournalFile.class);

    /** A longer line is damaged, and is not read into memory. */
    static final int MAX_LINE_LENGTH = 1 << 26;

    private static final int CHUNK = 1 << 16;
    private static final byte[] HEAD = LineWriter.HEAD.getBytes(StandardCharsets.US_ASCII);

    private final Path path;
    private final RandomAccessFile file;
    private long end;
    private boolean closed;

    /** Receiver of the lines of a file as they are read. */
    interface Lines {
        /**
         * Accepts one line.
         *
         * @param entry its content
         * @param nextStart the start of the next line
         */
        void accept(JournalEntry entry, long nextStart);
    }

    private JournalFile(Path path, RandomAccessFile file) {
        this.path = path;
        this.file = file;
    }

    /** Opens a file and locks it; creates it, for its owner only, if it does not exist. */
    static JournalFile open(Path path) {
        if (path.getFileSystem() != FileSystems.getDefault()) {
            throw new IllegalArgumentException(
                    "path must be on a disk of this machine, but %s is on %s".formatted(path, path.getFileSystem()));
        }
        try {
            create(path);
            RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw");
            try {
                lock(path, file);
            } catch (IOException | RuntimeException e) {
                file.close();
                throw e;
            }
            return new JournalFile(path, file);
        } catch (IOException e) {
            throw new JournalException(
                    "journal %s cannot be opened (%s): its folder must exist, and the file must be readable and writable"
                            .formatted(path, e),
                    e);
        }
    }

    private static void create(Path path) throws IOException {
        boolean posix = path.getFileSystem().supportedFileAttributeViews().contains("posix");
        try {
            if (posix) {
                Files.createFile(
                        path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            } else {
                Files.createFile(path);
            }
        } catch (FileAlreadyExistsException e) {
            return;
        }
        if (posix) {
            // otherwise a power failure may lose the name of the file, and with it the content
            Path folder = path.toAbsolutePath().getParent();
            try (FileChannel channel = FileChannel.open(folder == null ? path : folder, StandardOpenOption.READ)) {
                channel.force(true);
            } catch (IOException e) {
                LOG.debug("folder {} cannot be flushed", folder, e);
            }
        }
    }

    private static void lock(Path path, RandomAccessFile file) throws IOException {
        boolean free;
        try {
            // a byte past the end of any file: on Windows locked bytes cannot be read, and a backup must be able to
            free = file.getChannel().tryLock(Long.MAX_VALUE - 1, 1, false) != null;
        } catch (OverlappingFileLockException e) {
            free = false;
        }
        if (!free) {
            throw new JournalException(
                    "journal %s must have one writer at a time, but is open already, in this process or another: close it there, share the SignalJournal, or take another file"
                            .formatted(path),
                    null);
        }
    }

    /**
     * Reads all lines, once, after opening. An incomplete last line is moved to a separate file in the same folder.
     *
     * @return the number of bytes that were cut off
     */
    long readAll(Lines lines) {
        try {
            long length = file.length();
            byte[] chunk = new byte[CHUNK];
            ByteArrayOutputStream line = new ByteArrayOutputStream();
            long lineNumber = 1;
            long lineStart = 0;
            long lineLength = 0;
            file.seek(0);
            for (long at = 0; at < length; ) {
                int count = (int) Math.min(CHUNK, length - at);
                file.readFully(chunk, 0, count);
                int from = 0;
                for (int k = 0; k < count; k++) {
                    if (chunk[k] == '\n') {
                        keep(line, chunk, from, k);
                        lineLength += k - from;
                        long next = at + k + 1;
                        if (!accept(lines, line.toByteArray(), lineLength, lineNumber, next, next == length)) {
                            return cutOff(lineStart, length);
                        }
                        line.reset();
                        lineNumber++;
                        lineStart = next;
                        lineLength = 0;
                        from = k + 1;
                    }
                }
                keep(line, chunk, from, count);
                lineLength += count - from;
                at += count;
            }
            end = lineStart;
            if (lineLength > 0) {
                if (!accept(lines, line.toByteArray(), lineLength, lineNumber, length + 1, true)) {
                    return cutOff(lineStart, length);
                }
                // only its line break is missing
                end = length;
                write(new byte[] {'\n'});
            }
            return 0;
        } catch (IOException e) {
            throw new JournalException("journal %s cannot be read (%s)".formatted(path, e), e);
        }
    }

    private static void keep(ByteArrayOutputStream line, byte[] chunk, int from, int to) {
        if (line.size() <= MAX_LINE_LENGTH) {
            line.write(chunk, from, to - from);
        }
    }

    /** Returns false for an incomplete last line. */
    private boolean accept(Lines lines, byte[] line, long length, long lineNumber, long next, boolean last) {
        try {
            if (length > MAX_LINE_LENGTH) {
                throw new BadLine("must have at most %d bytes, but has %d".formatted(MAX_LINE_LENGTH, length), true);
            }
            lines.accept(LineReader.read(line), next);
            return true;
        } catch (BadLine e) {
            int head = Math.min(line.length, HEAD.length);
            boolean ours = lineNumber > 1 || Arrays.equals(line, 0, head, HEAD, 0, head) || isZero(line);
            if (e.torn && last && ours) {
                return false;
            }
            throw new JournalException(
                    ours
                            ? "line %d of journal %s %s: something else has written to the file, or the disk fails; restore a backup, or delete this line, and its answers will be asked for again"
                                    .formatted(lineNumber, path, e.getMessage())
                            : "%s must be a journal or empty, but its first line is none: choose another file"
                                    .formatted(path),
                    e);
        }
    }

    /** Some file systems leave zeros after a power failure between the writes of a file's length and its content. */
    private static boolean isZero(byte[] line) {
        for (byte b : line) {
            if (b != 0) {
                return false;
            }
        }
        return true;
    }

    private long cutOff(long from, long length) throws IOException {
        Path aside = aside();
        if (!Files.exists(aside)) {
            create(aside);
        }
        try (FileOutputStream out = new FileOutputStream(aside.toFile(), true)) {
            byte[] chunk = new byte[CHUNK];
            file.seek(from);
            for (long left = length - from; left > 0; ) {
                int count = file.read(chunk, 0, (int) Math.min(left, CHUNK));
                out.write(chunk, 0, count);
                left -= count;
            }
            out.write('\n');
            out.getFD().sync();
        }
        file.setLength(from);
        file.getFD().sync();
        end = from;
        return length - from;
    }

    /** The file that keeps an incomplete line. */
    Path aside() {
        return path.resolveSibling(path.getFileName() + ".torn");
    }

    /**
     * Appends a whole line; if the disk fails, the written part is removed.
     *
     * @return the start of the next line
     */
    long append(byte[] line, boolean sync) {
        requireOpen();
        if (line.length > MAX_LINE_LENGTH) {
            throw new JournalException(
                    "an answer must take at most %d bytes in journal %s, but takes %d: ask about fewer items a request"
                            .formatted(MAX_LINE_LENGTH, path, line.length),
                    null);
        }
        try {
            write(line);
            if (sync) {
                file.getFD().sync();
            }
            return end;
        } catch (IOException e) {
            throw new JournalException(
                    "journal %s cannot be written (%s): what is answered from now on would be lost to later runs; see to the disk, and start again"
                            .formatted(path, e),
                    e);
        }
    }

    private void write(byte[] bytes) throws IOException {
        try {
            file.seek(end);
            file.write(bytes);
            end += bytes.length;
        } catch (IOException e) {
            try {
                file.setLength(end);
            } catch (IOException again) {
                // the next opening cuts it off
                e.addSuppressed(again);
            }
            throw e;
        }
    }

    void sync() {
        requireOpen();
        try {
            file.getFD().sync();
        } catch (IOException e) {
            throw new JournalException("journal %s cannot be flushed to the disk (%s)".formatted(path, e), e);
        }
    }

    /** Reads one line again. */
    JournalEntry read(long start, long next, long lineNumber) {
        requireOpen();
        try {
            byte[] line = new byte[(int) (next - start - 1)];
            file.seek(start);
            file.readFully(line);
            return LineReader.read(line);
        } catch (IOException | BadLine e) {
            throw new JournalException(
                    "line %d of journal %s has changed since it was opened (%s): nothing else may write to it"
                            .formatted(lineNumber, path, e.getMessage()),
                    e);
        }
    }

    private void requireOpen() {
        if (closed) {
            throw new JournalException(
                    "journal %s must be open, but was closed: close it after the last warm start".formatted(path),
                    null);
        }
    }

    /** Flushes, unlocks and closes. Closing again has no effect. */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        try (file) {
            file.getFD().sync();
        } catch (IOException e) {
            throw new JournalException("journal %s cannot be closed (%s)".formatted(path, e), e);
        }
    }
}
