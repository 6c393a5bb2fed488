// SPDX-License-Identifier: Apache-2.0
/** Tests of the load test, and the code shown on the pages about batches and the test kit. */
@NullMarked
package io.github.warmstart.examples.load;

import org.jspecify.annotations.NullMarked;
