// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.prompt;

import io.github.warmstart.prompt.ChatReply.Finish;
import io.github.warmstart.signal.SignalException;
import io.github.warmstart.signal.SyntheticSignalGenerator;
import io.github.warmstart.signal.SyntheticSignalGeneratorContract;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;

class PromptedSignalGeneratorContractTest extends SyntheticSignalGeneratorContract {

    private final List<PromptedSignalGenerator> opened = new ArrayList<>();

    @AfterEach
    void close() {
        opened.forEach(PromptedSignalGenerator::close);
    }

    int concurrency() {
        return PromptedSignalGenerator.DEFAULT_CONCURRENCY;
    }

    @Override
    protected SyntheticSignalGenerator answering() {
        return generator(prompt -> {
            if (prompt.user().contains(FAILING_TITLE)) {
                throw new SignalException("no", null, ScriptedModel.ONE_CALL);
            }
            return ScriptedModel.reply(ScriptedModel.allRated(prompt, 3.5), Finish.STOP);
        });
    }

    @Override
    protected SyntheticSignalGenerator waiting(CountDownLatch atWork) {
        return generator(prompt -> {
            atWork.countDown();
            new CountDownLatch(1).await();
            return ScriptedModel.reply("never", Finish.STOP);
        });
    }

    private SyntheticSignalGenerator generator(ChatModel model) {
        PromptedSignalGenerator generator = PromptedSignalGenerator.builder(model)
                .concurrency(concurrency())
                .build();
        opened.add(generator);
        return generator;
    }
}
