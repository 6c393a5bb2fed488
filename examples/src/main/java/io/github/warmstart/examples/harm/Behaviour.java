// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.examples.harm;

/** What is wrong with a generator. */
enum Behaviour {
    HONEST("honest", "knows item means well (correlation 0.9) and single users a little", false),
    USELESS("useless", "noise: no answer has to do with anything", false),
    BIASED("biased", "honest, and one star too high", false),
    COMPRESSED("compressed", "honest, but spread a third as far about the middle", false),
    REVERSED("reversed", "calls bad what it believes to be good", false),
    SYCOPHANTIC("sycophantic", "one star too high, and never outside 4 to 5", false),
    SHARED(
            "shared errors",
            "honest about items; a wrong taste and a wrong level for each user, in all answers alike",
            false),
    SWAPPED("swapped", "answers about another user in place of the one asked about", false),
    TURNCOAT("adversarial: users", "excellent about warm users, and so on probes; reversed about cold users", true),
    CROWD_PLEASER(
            "adversarial: items", "honest about the most popular quarter of items, reversed about the others", true);

    private final String label;
    private final String description;
    private final boolean adversarial;

    Behaviour(String label, String description, boolean adversarial) {
        this.label = label;
        this.description = description;
        this.adversarial = adversarial;
    }

    String label() {
        return label;
    }

    String description() {
        return description;
    }

    /** Whether it errs just where nothing can check it. */
    boolean adversarial() {
        return adversarial;
    }
}
