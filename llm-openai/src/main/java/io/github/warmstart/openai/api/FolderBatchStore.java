// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.openai.api;

import static java.util.Objects.requireNonNull;

import com.squareup.moshi.JsonAdapter;
import com.squareup.moshi.JsonDataException;
import com.squareup.moshi.Moshi;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Batch store in a folder, with one JSON file per record. Thread-safe; for one process at a time. */
final class FolderBatchStore implements BatchStore {

    private static final String SUFFIX = ".batch.json";
    private static final JsonAdapter<Object> JSON =
            new Moshi.Builder().build().adapter(Object.class).indent("  ");

    private final Path folder;

    FolderBatchStore(Path folder) {
        this.folder = requireNonNull(folder, "folder");
    }

    @Override
    public synchronized List<BatchRecord> load() {
        List<BatchRecord> records = new ArrayList<>();
        if (!Files.isDirectory(folder)) {
            return records;
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*" + SUFFIX)) {
            for (Path file : files) {
                records.add(read(file));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the records of batches in %s cannot be read".formatted(folder), e);
        }
        return records;
    }

    /** An unreadable record may belong to a batch that is paid for, so it is an error and not skipped. */
    private static BatchRecord read(Path file) throws IOException {
        try {
            if (JSON.fromJson(Files.readString(file)) instanceof Map<?, ?> map
                    && map.get("requestIds") instanceof List<?> ids) {
                return new BatchRecord(
                        text(map, "key"),
                        text(map, "endpoint"),
                        text(map, "model"),
                        ids.stream().map(String::valueOf).toList(),
                        text(map, "inputFileId"),
                        text(map, "batchId"));
            }
        } catch (JsonDataException | IllegalArgumentException | IOException e) {
            throw unreadable(file, e);
        }
        throw unreadable(file, null);
    }

    private static IOException unreadable(Path file, @Nullable Exception cause) {
        return new IOException(
                "%s is not a valid batch record: delete it to pay for its batch again".formatted(file), cause);
    }

    private static String text(Map<?, ?> map, String name) {
        if (map.get(name) instanceof String text) {
            return text;
        }
        throw new IllegalArgumentException("'%s' is missing".formatted(name));
    }

    @Override
    public synchronized void save(BatchRecord batch) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("key", batch.key());
        map.put("endpoint", batch.endpoint());
        map.put("model", batch.model());
        map.put("inputFileId", batch.inputFileId());
        map.put("batchId", batch.batchId());
        map.put("requestIds", batch.requestIds());
        Path file = folder.resolve(batch.key() + SUFFIX);
        Path temporary = folder.resolve(batch.key() + ".tmp");
        try {
            Files.createDirectories(folder);
            try (FileChannel channel = FileChannel.open(
                    temporary,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.TRUNCATE_EXISTING,
                    StandardOpenOption.WRITE)) {
                ByteBuffer bytes = ByteBuffer.wrap(JSON.toJson(map).getBytes(StandardCharsets.UTF_8));
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                channel.force(true);
            }
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException("the record of a batch cannot be written to %s".formatted(file), e);
        }
    }

    @Override
    public synchronized void remove(String key) {
        try {
            Files.deleteIfExists(folder.resolve(key + SUFFIX));
        } catch (IOException e) {
            throw new UncheckedIOException("the record of batch %s cannot be removed".formatted(key), e);
        }
    }
}
