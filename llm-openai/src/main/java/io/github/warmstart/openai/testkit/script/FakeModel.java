// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.openai.testkit.script;

/** What answers in the place of a language model. Must be safe for all threads; equal requests should get equal answers. */
@FunctionalInterface
public interface FakeModel {

    /**
     * Answers.
     *
     * @param request what the client asked
     * @return the answer; an exception becomes status 500
     */
    FakeAnswer answer(FakeRequest request);

    /**
     * A model that always says the same.
     *
     * @param content the words
     * @return the model
     */
    static FakeModel saying(String content) {
        FakeAnswer answer = FakeAnswer.of(content);
        return request -> answer;
    }
}
