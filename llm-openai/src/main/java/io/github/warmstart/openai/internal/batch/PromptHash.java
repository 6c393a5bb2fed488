// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.openai.internal.batch;

import io.github.warmstart.openai.internal.settings.Settings;
import io.github.warmstart.prompt.ChatPrompt;
import okio.Buffer;
import okio.ByteString;

/** Names for what is asked: equal for equal questions, over restarts too. */
public final class PromptHash {

    private static final int LENGTH = 40;

    private PromptHash() {}

    /** The hash of all that decides an answer; how the server is asked to keep to the schema does not. */
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

    public static String of(String text) {
        return ByteString.encodeUtf8(text).sha256().hex().substring(0, LENGTH);
    }

    /** With its length in front, so that no two lists of texts look alike. */
    private static void add(Buffer all, String text) {
        ByteString bytes = ByteString.encodeUtf8(text);
        all.writeInt(bytes.size()).write(bytes);
    }
}
