// SPDX-License-Identifier: Apache-2.0
@NullMarked
package io.github.warmstart.examples.evaluation;

import org.jspecify.annotations.NullMarked;
