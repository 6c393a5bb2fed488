// SPDX-License-Identifier: Apache-2.0
/** Admission control: rate limits, concurrency limit, circuit breaker, budget. Not part of the API of this library. */
@NullMarked
package io.github.warmstart.openai.internal.traffic;

import org.jspecify.annotations.NullMarked;
