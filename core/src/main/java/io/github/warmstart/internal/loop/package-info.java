// SPDX-License-Identifier: Apache-2.0
/** One run of a warm start, its dry run, and the final training. Not part of the API. */
@NullMarked
package io.github.warmstart.internal.loop;

import org.jspecify.annotations.NullMarked;
