// SPDX-License-Identifier: Apache-2.0
/**
 * Jobs of the batch API: upload, creation, polling, download, and resumption after a restart. Enter by
 * {@link io.github.warmstart.openai.internal.batch.BatchJob}. Chat completions are sent elsewhere. Not part of the API.
 */
@NullMarked
package io.github.warmstart.openai.internal.batch;

import org.jspecify.annotations.NullMarked;
