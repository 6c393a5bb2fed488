// SPDX-License-Identifier: Apache-2.0
/**
 * Looks at signals before any model does: is one about what was asked, once, on the scale
 * ({@link io.github.warmstart.quality.SignalChecks})? Does the generator say the same twice
 * ({@link io.github.warmstart.quality.Consistency})?
 */
@NullMarked
package io.github.warmstart.quality;

import org.jspecify.annotations.NullMarked;
