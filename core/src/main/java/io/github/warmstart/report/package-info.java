// SPDX-License-Identifier: Apache-2.0
/**
 * What a warm start did, found and decided, for people and for programs.
 *
 * <p>Enter by {@link io.github.warmstart.report.WarmStartReport}.
 */
@NullMarked
package io.github.warmstart.report;

import org.jspecify.annotations.NullMarked;
