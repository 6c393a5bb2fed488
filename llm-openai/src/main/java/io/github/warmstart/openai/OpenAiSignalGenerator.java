// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.openai;

import static java.util.Objects.requireNonNull;

import io.github.warmstart.openai.api.ApiKey;
import io.github.warmstart.prompt.PromptedSignalGenerator;
import io.github.warmstart.signal.SignalException;
import io.github.warmstart.signal.SignalReply;
import io.github.warmstart.signal.SignalRequest;
import io.github.warmstart.signal.SyntheticSignalGenerator;
import io.github.warmstart.signal.Usage;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Asks a model of OpenAI, or of a server that speaks the same language, for signals: the short road to a
 * {@link PromptedSignalGenerator} around an {@link OpenAiChatModel}.
 *
 * <pre>{@code
 * try (OpenAiSignalGenerator generator =
 *         OpenAiSignalGenerator.builder().apiKey(key).model("gpt-5-mini").build()) {
 *     generator.generate(requests, replies::add);
 * }
 * }</pre>
 *
 * <p>Safe for all threads. Close it to end its threads and to cancel what runs.
 */
public final class OpenAiSignalGenerator implements SyntheticSignalGenerator, AutoCloseable {

    /** The name of this generator in the origin of each signal. */
    public static final String GENERATOR_NAME = "openai";

    private final OpenAiChatModel client;
    private final PromptedSignalGenerator prompted;

    private OpenAiSignalGenerator(OpenAiChatModel client, PromptedSignalGenerator prompted) {
        this.client = client;
        this.prompted = prompted;
    }

    /**
     * A generator to be set up.
     *
     * @return a builder with all defaults
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Answers the requests by asking the model.
     *
     * @throws InterruptedException if the calling thread was interrupted; running calls are cancelled on the wire
     * @throws SignalException if this generator is closed, or is closed before all requests are answered; an
     *     {@code OpenAiException} if no request can be answered, because of the key, the account, the model, the budget or
     *     an outage: then nothing more was sent, and what was received has been handed over
     */
    @Override
    public void generate(List<SignalRequest> requests, Consumer<SignalReply> replies) throws InterruptedException {
        prompted.generate(requests, replies);
    }

    @Override
    public Usage estimate(SignalRequest request) {
        return prompted.estimate(request);
    }

    /**
     * The model, and the {@linkplain PromptedSignalGenerator#design() design} of the prompts, which holds the name of the
     * generator. Give single calls and batches the same name, and neither asks what the other has answered.
     */
    @Override
    public String design() {
        return client.context().settings().model() + " " + prompted.design();
    }

    /**
     * What sends the prompts.
     *
     * @return the client, closed together with this generator
     */
    public OpenAiChatModel client() {
        return client;
    }

    /**
     * What writes the prompts and reads the replies.
     *
     * @return the generator beneath, closed together with this one
     */
    public PromptedSignalGenerator prompted() {
        return prompted;
    }

    /** Cancels running calls and ends all threads of this generator. Closing twice does nothing more. */
    @Override
    public void close() {
        prompted.close();
        client.close();
    }

    /**
     * Names the model and its address.
     *
     * @return words for logs
     */
    @Override
    public String toString() {
        return "OpenAiSignalGenerator[" + client + "]";
    }

    /** Options of an {@link OpenAiSignalGenerator}. For one thread. */
    public static final class Builder {

        private final OpenAiChatModel.Builder client = OpenAiChatModel.builder();
        private final List<Consumer<? super PromptedSignalGenerator.Builder>> prompting = new ArrayList<>();

        private Builder() {}

        /**
         * The key; required unless the server is this machine itself.
         *
         * @param secret the key, for example read from the environment
         * @return this builder
         * @throws IllegalArgumentException if it is blank or holds anything but visible ASCII characters
         */
        public Builder apiKey(String secret) {
            client.apiKey(secret);
            return this;
        }

        /**
         * Where the key comes from; asked before each attempt, so that keys can change.
         *
         * @param supplier gives the key; called by several threads
         * @return this builder
         */
        public Builder apiKey(Supplier<ApiKey> supplier) {
            client.apiKey(supplier);
            return this;
        }

        /**
         * The model to ask; required.
         *
         * @param name as the server calls it, not blank
         * @return this builder
         */
        public Builder model(String name) {
            client.model(name);
            return this;
        }

        /**
         * Where the server is; default {@value OpenAiChatModel#DEFAULT_BASE_URL}.
         *
         * @param url what stands before {@code /chat/completions}: https, or http for this machine itself
         * @return this builder
         */
        public Builder baseUrl(String url) {
            client.baseUrl(url);
            return this;
        }

        /**
         * How many calls may be in flight; default {@value PromptedSignalGenerator#DEFAULT_CONCURRENCY}.
         *
         * @param calls 1 to 256
         * @return this builder
         */
        public Builder concurrency(int calls) {
            return prompting(prompts -> prompts.concurrency(calls));
        }

        /**
         * Sets further options of the client, for example {@code c -> c.maxWait(Duration.ofMinutes(10))}.
         *
         * @param options is called at once with the builder of the client
         * @return this builder
         */
        public Builder client(Consumer<? super OpenAiChatModel.Builder> options) {
            options.accept(client);
            return this;
        }

        /**
         * Sets further options of the prompts, for example {@code p -> p.domain("movie")}.
         *
         * @param options is called by {@link #build()} with the builder of the generator beneath
         * @return this builder
         */
        public Builder prompting(Consumer<? super PromptedSignalGenerator.Builder> options) {
            prompting.add(requireNonNull(options, "prompting"));
            return this;
        }

        /**
         * Builds the generator. Nothing is sent before the first request.
         *
         * @return a new generator with a client of its own
         * @throws IllegalArgumentException if an option cannot be used
         * @throws IllegalStateException if the model is not set, or the key is needed and not set
         */
        public OpenAiSignalGenerator build() {
            OpenAiChatModel model = client.build();
            try {
                PromptedSignalGenerator.Builder prompts =
                        PromptedSignalGenerator.builder(model).generatorName(GENERATOR_NAME);
                prompting.forEach(options -> options.accept(prompts));
                return new OpenAiSignalGenerator(model, prompts.build());
            } catch (RuntimeException e) {
                model.close();
                throw e;
            }
        }
    }
}
