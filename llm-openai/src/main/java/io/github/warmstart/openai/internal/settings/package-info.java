// SPDX-License-Identifier: Apache-2.0
/**
 * Checked, immutable settings of a client. Enter by {@link io.github.warmstart.openai.internal.settings.Settings}. Defaults
 * and setters are those of the builders. Not part of the API.
 */
@NullMarked
package io.github.warmstart.openai.internal.settings;

import org.jspecify.annotations.NullMarked;
