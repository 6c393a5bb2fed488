// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.openai.internal.protocol;

import com.squareup.moshi.JsonDataException;
import com.squareup.moshi.JsonReader;
import com.squareup.moshi.JsonWriter;
import io.github.warmstart.openai.api.StructuredOutput;
import io.github.warmstart.openai.internal.settings.Settings;
import io.github.warmstart.prompt.ChatPrompt;
import java.io.IOException;
import java.io.UncheckedIOException;
import okio.Buffer;
import okio.BufferedSink;
import okio.ByteString;

/** Writer of request bodies. Equal prompts give equal bytes, so that providers can cache common prefixes. */
public final class ChatBody {

    private final Settings settings;

    public ChatBody(Settings settings) {
        this.settings = settings;
    }

    /**
     * Writes a prompt in a dialect.
     *
     * @throws IllegalArgumentException if the schema of the prompt is not a JSON object
     */
    public ByteString write(ChatPrompt prompt, Dialect dialect) {
        checkSchema(prompt);
        Buffer buffer = new Buffer();
        try (JsonWriter json = JsonWriter.of(buffer)) {
            json.beginObject();
            json.name("model").value(settings.model());
            json.name("messages").beginArray();
            String instructions =
                    dialect.output() == StructuredOutput.JSON_SCHEMA ? prompt.system() : withSchema(prompt);
            if (dialect.role() == Dialect.Role.USER) {
                message(json, "user", instructions + "\n\n" + prompt.user());
            } else {
                message(json, dialect.role() == Dialect.Role.SYSTEM ? "system" : "developer", instructions);
                message(json, "user", prompt.user());
            }
            json.endArray();
            format(json, prompt, dialect.output());
            if (dialect.tokenLimit() != Dialect.TokenLimit.NONE) {
                json.name(dialect.tokenLimit().fieldName()).value(outputTokens(prompt, dialect));
            }
            if (settings.temperature() != null && dialect.temperature()) {
                json.name("temperature").value(settings.temperature());
            }
            if (settings.seed() != null && dialect.seed()) {
                json.name("seed").value(settings.seed());
            }
            json.endObject();
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory failed", e);
        }
        return buffer.readByteString();
    }

    /** Maximum number of tokens of an answer, reasoning included. */
    public static long outputTokens(ChatPrompt prompt, Dialect dialect) {
        return (long) prompt.maxOutputTokens() + dialect.headroom();
    }

    private static void message(JsonWriter json, String role, String content) throws IOException {
        json.beginObject();
        json.name("role").value(role);
        json.name("content").value(content);
        json.endObject();
    }

    /** The instructions followed by the schema; OpenAI requires the word JSON. */
    private static String withSchema(ChatPrompt prompt) {
        return prompt.system() + "\n\nAnswer with one JSON object and nothing else. It must follow this JSON schema:\n"
                + prompt.jsonSchema();
    }

    private static void format(JsonWriter json, ChatPrompt prompt, StructuredOutput output) throws IOException {
        if (output == StructuredOutput.PROMPT_ONLY) {
            return;
        }
        json.name("response_format").beginObject();
        if (output == StructuredOutput.JSON_OBJECT) {
            json.name("type").value("json_object");
        } else {
            json.name("type").value("json_schema");
            json.name("json_schema").beginObject();
            json.name("name").value(prompt.schemaName());
            json.name("strict").value(true);
            json.name("schema");
            try (BufferedSink raw = json.valueSink()) {
                raw.writeUtf8(prompt.jsonSchema());
            }
            json.endObject();
        }
        json.endObject();
    }

    /** The schema is written verbatim, so it must not be able to end the request early. */
    private static void checkSchema(ChatPrompt prompt) {
        JsonReader reader = JsonReader.of(new Buffer().writeUtf8(prompt.jsonSchema()));
        boolean object;
        try {
            object = reader.peek() == JsonReader.Token.BEGIN_OBJECT;
            reader.skipValue();
            object &= reader.peek() == JsonReader.Token.END_DOCUMENT;
        } catch (IOException | JsonDataException e) {
            throw new IllegalArgumentException("jsonSchema must be one JSON object, but cannot be read", e);
        }
        if (!object) {
            throw new IllegalArgumentException("jsonSchema must be one JSON object, but holds something else");
        }
    }
}
