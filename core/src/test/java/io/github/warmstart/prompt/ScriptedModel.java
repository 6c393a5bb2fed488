// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.prompt;

import io.github.warmstart.prompt.ChatReply.Finish;
import io.github.warmstart.signal.Usage;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** A model that answers as told, and remembers what it was sent. */
final class ScriptedModel implements ChatModel {

    static final Usage ONE_CALL = new Usage(1, 100, 0, 20);

    private final ChatModel script;
    private final List<ChatPrompt> prompts = Collections.synchronizedList(new ArrayList<>());

    ScriptedModel(ChatModel script) {
        this.script = script;
    }

    static ScriptedModel saying(String text) {
        return saying(text, Finish.STOP);
    }

    static ScriptedModel saying(String text, Finish finish) {
        return new ScriptedModel(prompt -> reply(text, finish));
    }

    /** Rates every item of the prompt alike. */
    static ScriptedModel rating(double value) {
        return new ScriptedModel(prompt -> reply(allRated(prompt, value), Finish.STOP));
    }

    static String allRated(ChatPrompt prompt, double value) {
        StringBuilder rows = new StringBuilder();
        long count = prompt.user()
                .substring(0, prompt.user().indexOf("</items>"))
                .lines()
                .skip(1)
                .count();
        for (long n = 1; n <= count; n++) {
            rows.append(rows.isEmpty() ? "" : ",").append("{\"n\":%d,\"rating\":%s}".formatted(n, value));
        }
        return "{\"ratings\":[" + rows + "]}";
    }

    static ChatReply reply(String text, Finish finish) {
        return new ChatReply(text, "scripted-1", finish, ONE_CALL);
    }

    List<ChatPrompt> prompts() {
        return List.copyOf(prompts);
    }

    @Override
    public ChatReply complete(ChatPrompt prompt) throws InterruptedException {
        prompts.add(prompt);
        return script.complete(prompt);
    }
}
