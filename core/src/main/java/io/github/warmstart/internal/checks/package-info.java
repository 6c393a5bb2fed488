// SPDX-License-Identifier: Apache-2.0
/** Validity checks of replies, agreement of repeated answers, and diversity of rounds. Not part of the API. */
@NullMarked
package io.github.warmstart.internal.checks;

import org.jspecify.annotations.NullMarked;
