// SPDX-License-Identifier: Apache-2.0
/** Parsing of numbers and times, and cleaning of untrusted text. Not part of the API. */
@NullMarked
package io.github.warmstart.internal.text;

import org.jspecify.annotations.NullMarked;
