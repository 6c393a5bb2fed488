// SPDX-License-Identifier: Apache-2.0
/** Scripts of the fake provider: faults, limits, latencies, fake models, recorded calls. */
@NullMarked
package io.github.warmstart.openai.testkit.script;

import org.jspecify.annotations.NullMarked;
