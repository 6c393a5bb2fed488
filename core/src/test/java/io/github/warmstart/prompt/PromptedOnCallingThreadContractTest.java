// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.prompt;

class PromptedOnCallingThreadContractTest extends PromptedSignalGeneratorContractTest {

    @Override
    int concurrency() {
        return 1;
    }
}
