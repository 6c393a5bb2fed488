// SPDX-License-Identifier: Apache-2.0
/** Planners of request batches, and the runner that sends them. Not part of the API. */
@NullMarked
package io.github.warmstart.internal.loop.questions;

import org.jspecify.annotations.NullMarked;
