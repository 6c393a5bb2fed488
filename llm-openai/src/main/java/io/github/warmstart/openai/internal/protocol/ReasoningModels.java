// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.openai.internal.protocol;

import java.util.regex.Pattern;

/** Knows by their names models that think before they answer, at the cost of tokens that nobody sees. */
final class ReasoningModels {

    private static final Pattern NAMES =
            Pattern.compile("(?i)(^|[/:])(o[1-9](-|$)|gpt-5|gpt-oss)|reason|think|deepseek-r|[-_]r1|qwq|magistral");

    private ReasoningModels() {}

    /** A guess: one that is missed is recognised by its first answer that is cut before it begins. */
    static boolean isOne(String model) {
        return NAMES.matcher(model).find();
    }
}
