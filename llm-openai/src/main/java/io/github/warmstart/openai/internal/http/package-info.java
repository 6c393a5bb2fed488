// SPDX-License-Identifier: Apache-2.0
/**
 * HTTP transport of the client. Enter by {@link io.github.warmstart.openai.internal.http.HttpSender}. It sends a request
 * once; retries, limits and the meaning of responses belong to other packages. Not part of the API.
 */
@NullMarked
package io.github.warmstart.openai.internal.http;

import org.jspecify.annotations.NullMarked;
