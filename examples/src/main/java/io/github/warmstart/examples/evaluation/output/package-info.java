// SPDX-License-Identifier: Apache-2.0
/** Writers of results: JSON for programs, Markdown and HTML for people. */
@NullMarked
package io.github.warmstart.examples.evaluation.output;

import org.jspecify.annotations.NullMarked;
