// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.examples.harm;

/** Behaviour of a simulated generator, honest or faulty. */
enum Behaviour {
    HONEST("honest", "accurate on item means (correlation 0.9), weak on single users", false),
    USELESS("useless", "noise, unrelated to items and users", false),
    BIASED("biased", "honest, and one star too high", false),
    COMPRESSED("compressed", "honest, with a third of the spread about the middle", false),
    REVERSED("reversed", "honest answers mirrored: good items get low values", false),
    SYCOPHANTIC("sycophantic", "one star too high, and never outside 4 to 5", false),
    SHARED("shared errors", "honest about items; one error of taste and of level for each user, in all answers", false),
    SWAPPED("swapped", "answers about another user in place of the one asked about", false),
    ADVERSARIAL_USERS(
            "adversarial: users", "accurate about warm users, hence on probes; reversed about cold users", true),
    ADVERSARIAL_ITEMS(
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

    /** Whether it is wrong exactly where no rating can test it. */
    boolean adversarial() {
        return adversarial;
    }
}
