// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.openai;

import io.github.warmstart.prompt.PromptedSignalGenerator;
import io.github.warmstart.signal.SignalException;
import io.github.warmstart.signal.SignalKind;
import io.github.warmstart.signal.SignalReply;
import io.github.warmstart.signal.SignalRequest;
import io.github.warmstart.signal.SyntheticSignalGenerator;
import io.github.warmstart.signal.Usage;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Signal generator on a chat model of OpenAI or of an OpenAI-compatible server; shortcut for a
 * {@link PromptedSignalGenerator} around an {@link OpenAiChatModel}.
 *
 * <pre>{@code
 * try (OpenAiSignalGenerator generator =
 *         OpenAiSignalGenerator.builder().apiKey(key).model("gpt-5-mini").build()) {
 *     generator.generate(requests, replies::add);
 * }
 * }</pre>
 *
 * <p>Thread-safe. Close it to end its threads and to cancel running calls.
 */
public final class OpenAiSignalGenerator implements SyntheticSignalGenerator, AutoCloseable {

    /** Name of this generator in the origin of each signal. */
    public static final String GENERATOR_NAME = "openai";

    private final GeneratorOptions.Parts parts;
    private final List<Consumer<? super PromptedSignalGenerator.Builder>> prompting;

    private OpenAiSignalGenerator(
            GeneratorOptions.Parts parts, List<Consumer<? super PromptedSignalGenerator.Builder>> prompting) {
        this.parts = parts;
        this.prompting = prompting;
    }

    /**
     * Creates a builder.
     *
     * @return a builder with all defaults
     */
    public static Builder builder() {
        return new Builder(OpenAiChatModel.builder(), List.of());
    }

    /**
     * Creates a builder with all options of this generator.
     *
     * @return a new builder; its generators share no state with this one
     */
    public Builder toBuilder() {
        return new Builder(client().toBuilder(), prompting);
    }

    /**
     * Answers the requests with calls of the model.
     *
     * @throws InterruptedException if the calling thread was interrupted; running calls are cancelled on the wire
     * @throws SignalException if this generator is closed, now or before all requests are answered; an
     *     {@code OpenAiException} if no request can be answered, because of the key, the account, the model, the budget or
     *     an outage: then nothing more is sent, and all answers so far have been passed on
     */
    @Override
    public void generate(List<SignalRequest> requests, Consumer<SignalReply> replies) throws InterruptedException {
        parts.prompted().generate(requests, replies);
    }

    /**
     * Kinds of questions.
     *
     * @return all of them
     */
    @Override
    public Set<SignalKind> kinds() {
        return parts.prompted().kinds();
    }

    @Override
    public Usage estimate(SignalRequest request) {
        return parts.prompted().estimate(request);
    }

    /**
     * Model and {@linkplain PromptedSignalGenerator#design() design} of the prompts, which includes the name of the
     * generator. If single calls and batches have the same name, neither repeats what the other has answered.
     */
    @Override
    public String design() {
        return parts.design();
    }

    /**
     * Client that sends the prompts.
     *
     * @return the client, closed together with this generator
     */
    public OpenAiChatModel client() {
        return parts.client();
    }

    /**
     * Generator that writes the prompts and reads the replies.
     *
     * @return the wrapped generator, closed together with this one
     */
    public PromptedSignalGenerator prompted() {
        return parts.prompted();
    }

    /** Cancels running calls and ends all threads of this generator. Closing twice has no further effect. */
    @Override
    public void close() {
        parts.close();
    }

    /**
     * Model and address.
     *
     * @return text for logs
     */
    @Override
    public String toString() {
        return "OpenAiSignalGenerator[" + client() + "]";
    }

    /** Builder of an {@link OpenAiSignalGenerator}. For one thread. */
    public static final class Builder extends GeneratorOptions<Builder> {

        private Builder(
                OpenAiChatModel.Builder client, List<Consumer<? super PromptedSignalGenerator.Builder>> prompting) {
            super(client, prompting);
        }

        @Override
        Builder self() {
            return this;
        }

        /**
         * Maximum number of concurrent calls; default {@value PromptedSignalGenerator#DEFAULT_CONCURRENCY}.
         *
         * @param calls 1 to 256
         * @return this builder
         */
        public Builder concurrency(int calls) {
            return prompting(prompts -> prompts.concurrency(calls));
        }

        /**
         * Builds the generator. Nothing is sent before the first request.
         *
         * @return a new generator with a client of its own
         * @throws IllegalArgumentException if an option cannot be used, or the model or a needed key is not set
         */
        public OpenAiSignalGenerator build() {
            return build(GENERATOR_NAME, parts -> new OpenAiSignalGenerator(parts, prompting()));
        }
    }
}
