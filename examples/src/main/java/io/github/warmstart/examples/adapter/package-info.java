// SPDX-License-Identifier: Apache-2.0
/**
 * Binds a language model that the library does not know: a house's own endpoint with a JSON of its own.
 *
 * <p>Enter by {@link io.github.warmstart.examples.adapter.InHouseChatModel}. The page {@code docs/custom-llm-adapter.md}
 * shows its code.
 */
@NullMarked
package io.github.warmstart.examples.adapter;

import org.jspecify.annotations.NullMarked;
