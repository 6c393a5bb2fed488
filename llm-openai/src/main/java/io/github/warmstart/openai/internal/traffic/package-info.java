// SPDX-License-Identifier: Apache-2.0
/**
 * Traffic control of a client: rate limits, concurrency limit, circuit breaker, budget and fair queue. Enter by
 * {@link io.github.warmstart.openai.internal.traffic.AdmissionControl}. Nothing here sends a request. Not part of the API.
 */
@NullMarked
package io.github.warmstart.openai.internal.traffic;

import org.jspecify.annotations.NullMarked;
