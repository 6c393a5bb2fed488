// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.signal;

/**
 * Invented user. It describes no real person, so its description may leave in a prompt as it is.
 *
 * @param id an id of the host's choice, not blank, different from every user id
 * @param description the person and their tastes, in words for a language model
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
