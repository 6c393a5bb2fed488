// SPDX-License-Identifier: Apache-2.0
/** Parsing of numbers, cleaning of untrusted text, and hashing of texts. Not part of the API. */
@NullMarked
package io.github.warmstart.internal.text;

import org.jspecify.annotations.NullMarked;
