// SPDX-License-Identifier: Apache-2.0
/** Text of questions about choices, and of items in any question. Not part of the API. */
@NullMarked
package io.github.warmstart.internal.question;

import org.jspecify.annotations.NullMarked;
