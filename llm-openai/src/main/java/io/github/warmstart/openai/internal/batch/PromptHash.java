// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.openai.internal.batch;

import io.github.warmstart.openai.internal.settings.Settings;
import io.github.warmstart.prompt.ChatPrompt;
import okio.Buffer;
import okio.ByteString;

/** Hash of a prompt and its settings, stable across restarts. */
public final class PromptHash {

    private static final int LENGTH = 40;

    private PromptHash() {}

    /** Hash of everything that determines an answer; the dialect does not. */
    public static String of(Settings settings, ChatPrompt prompt) {
        Buffer all = new Buffer();
        add(all, settings.endpoint().toString());
        add(all, settings.model());
        add(all, String.valueOf(settings.temperature()));
        add(all, String.valueOf(settings.seed()));
        add(all, prompt.system());
        add(all, prompt.user());
        add(all, prompt.jsonSchema());
        add(all, String.valueOf(prompt.maxOutputTokens()));
        return all.sha256().hex().substring(0, LENGTH);
    }

    static String of(String text) {
        return ByteString.encodeUtf8(text).sha256().hex().substring(0, LENGTH);
    }

    /** Adds a text with its length, so that different lists of texts give different bytes. */
    private static void add(Buffer all, String text) {
        ByteString bytes = ByteString.encodeUtf8(text);
        all.writeInt(bytes.size()).write(bytes);
    }
}
