// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.openai.internal.protocol;

import java.util.regex.Pattern;

/** Detection, by name, of models that spend hidden tokens on reasoning before they answer. */
final class ReasoningModels {

    private static final Pattern NAMES =
            Pattern.compile("(?i)(^|[/:])(o[1-9](-|$)|gpt-5|gpt-oss)|reason|think|deepseek-r|[-_]r1|qwq|magistral");

    private ReasoningModels() {}

    /** Whether the name is that of a reasoning model; one that is missed shows by its first answer, cut before it begins. */
    static boolean isOne(String model) {
        return NAMES.matcher(model).find();
    }
}
