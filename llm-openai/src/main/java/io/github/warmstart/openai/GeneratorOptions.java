// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.openai;

import static java.util.Objects.requireNonNull;

import io.github.warmstart.openai.api.ApiKey;
import io.github.warmstart.prompt.PromptedSignalGenerator;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Options that all generators of this module share: key, model, server, and further options of client and prompts. For one
 * thread.
 *
 * @param <B> the builder itself; without a bound, so that its erasure is accessible to method references
 */
abstract class GeneratorOptions<B> {

    private final OpenAiChatModel.Builder client;
    private final List<Consumer<? super PromptedSignalGenerator.Builder>> prompting;

    GeneratorOptions(
            OpenAiChatModel.Builder client, List<Consumer<? super PromptedSignalGenerator.Builder>> prompting) {
        this.client = client;
        this.prompting = new ArrayList<>(prompting);
    }

    abstract B self();

    /**
     * API key; required unless the server is this machine itself.
     *
     * @param secret the key, for example read from the environment
     * @return this builder
     * @throws IllegalArgumentException if it is blank or holds anything but visible ASCII characters
     */
    public B apiKey(String secret) {
        client.apiKey(secret);
        return self();
    }

    /**
     * Source of the API key, called before each attempt, so that keys can change.
     *
     * @param supplier returns the key; called by several threads
     * @return this builder
     */
    public B apiKey(Supplier<ApiKey> supplier) {
        client.apiKey(supplier);
        return self();
    }

    /**
     * Name of the model; required.
     *
     * @param name as the server knows it, not blank
     * @return this builder
     */
    public B model(String name) {
        client.model(name);
        return self();
    }

    /**
     * Base URL of the server; default {@code https://api.openai.com/v1}.
     *
     * @param url the address up to {@code /chat/completions}: https, or http for this machine itself
     * @return this builder
     */
    public B baseUrl(String url) {
        client.baseUrl(url);
        return self();
    }

    /**
     * Sets further options of the client, for example {@code c -> c.maxWait(Duration.ofMinutes(10))}.
     *
     * @param options called at once with the builder of the client
     * @return this builder
     */
    public B client(Consumer<? super OpenAiChatModel.Builder> options) {
        options.accept(client);
        return self();
    }

    /**
     * Sets further options of the prompts, for example {@code p -> p.domain("movie")}.
     *
     * @param options called by {@code build()} with the builder of the wrapped generator
     * @return this builder
     */
    public B prompting(Consumer<? super PromptedSignalGenerator.Builder> options) {
        prompting.add(requireNonNull(options, "prompting"));
        return self();
    }

    final List<Consumer<? super PromptedSignalGenerator.Builder>> prompting() {
        return List.copyOf(prompting);
    }

    /** Parts of a generator that have to be closed with it. */
    record Parts(OpenAiChatModel client, PromptedSignalGenerator prompted) {

        void close() {
            prompted.close();
            client.close();
        }

        String design() {
            return client.model() + " " + prompted.design();
        }
    }

    /** Builds the client and the prompts, and a generator of both; closes them if that fails. */
    final <G> G build(String generatorName, Function<Parts, G> generator) {
        OpenAiChatModel model = client.build();
        try {
            PromptedSignalGenerator.Builder prompts =
                    PromptedSignalGenerator.builder(model).generatorName(generatorName);
            prompting.forEach(options -> options.accept(prompts));
            return generator.apply(new Parts(model, prompts.build()));
        } catch (RuntimeException e) {
            model.close();
            throw e;
        }
    }
}
