// SPDX-License-Identifier: Apache-2.0
/** Tests of the load program, and the code that the pages about batches and the test kit show. */
@NullMarked
package io.github.warmstart.examples.load;

import org.jspecify.annotations.NullMarked;
