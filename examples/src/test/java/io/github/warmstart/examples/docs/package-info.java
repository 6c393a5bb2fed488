// SPDX-License-Identifier: Apache-2.0
/** Holds the pages under {@code docs} to the code that is compiled and tested. */
@NullMarked
package io.github.warmstart.examples.docs;

import org.jspecify.annotations.NullMarked;
