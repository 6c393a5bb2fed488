// SPDX-License-Identifier: Apache-2.0
/**
 * HTTP server, provider and call log of the fake server. Enter by
 * {@link io.github.warmstart.openai.testkit.internal.server.FakeProvider}. Faults and limits are those of the script. Not part
 * of the API.
 */
@NullMarked
package io.github.warmstart.openai.testkit.internal.server;

import org.jspecify.annotations.NullMarked;
