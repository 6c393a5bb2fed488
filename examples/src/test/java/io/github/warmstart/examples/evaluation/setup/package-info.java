// SPDX-License-Identifier: Apache-2.0
@NullMarked
package io.github.warmstart.examples.evaluation.setup;

import org.jspecify.annotations.NullMarked;
