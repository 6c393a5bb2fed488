// SPDX-License-Identifier: Apache-2.0
/**
 * JMH benchmarks, compiled with everything else and run on command; {@code docs/performance.md} has the commands and what
 * was measured.
 */
@NullMarked
package io.github.warmstart.examples.benchmark;

import org.jspecify.annotations.NullMarked;
