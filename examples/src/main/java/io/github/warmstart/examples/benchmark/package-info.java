// SPDX-License-Identifier: Apache-2.0
/**
 * JMH benchmarks, compiled with the project and run by command; {@code docs/performance.md} has the commands and the
 * results.
 */
@NullMarked
package io.github.warmstart.examples.benchmark;

import org.jspecify.annotations.NullMarked;
