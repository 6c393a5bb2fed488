// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.signal;

/**
 * An invented user. It stands for nobody, so its description may leave in a prompt as it is.
 *
 * @param id a name of the host's choice, not blank, different from every user id
 * @param description who the persona is and what it likes, in words for a language model
 */
public record Persona(String id, String description) {

    /**
     * Checks the values.
     *
     * @throws IllegalArgumentException if the id or the description is blank
     */
    public Persona {
        if (id.isBlank() || description.isBlank()) {
            throw new IllegalArgumentException(
                    "id and description of a persona must not be blank, but were '%s' and '%s'"
                            .formatted(id, description));
        }
    }
}
