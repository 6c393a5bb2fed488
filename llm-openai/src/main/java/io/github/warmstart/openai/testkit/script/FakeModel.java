// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.openai.testkit.script;

/** Stand-in for a language model. Must be thread-safe; equal requests should get equal answers. */
@FunctionalInterface
public interface FakeModel {

    /**
     * Answers a request.
     *
     * @param request request of the client
     * @return the answer; an exception becomes status 500
     */
    FakeAnswer answer(FakeRequest request);

    /**
     * A model with one answer to all requests.
     *
     * @param content text of the answer
     * @return the model
     */
    static FakeModel answering(String content) {
        FakeAnswer answer = FakeAnswer.of(content);
        return request -> answer;
    }
}
