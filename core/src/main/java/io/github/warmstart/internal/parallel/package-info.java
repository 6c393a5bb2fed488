// SPDX-License-Identifier: Apache-2.0
/** Fork-join over numbered tasks with a deterministic result. Not part of the API. */
@NullMarked
package io.github.warmstart.internal.parallel;

import org.jspecify.annotations.NullMarked;
