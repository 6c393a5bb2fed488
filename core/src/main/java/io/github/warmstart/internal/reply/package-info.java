// SPDX-License-Identifier: Apache-2.0
/** Reader of rating rows in any model output. Not part of the API. */
@NullMarked
package io.github.warmstart.internal.reply;

import org.jspecify.annotations.NullMarked;
