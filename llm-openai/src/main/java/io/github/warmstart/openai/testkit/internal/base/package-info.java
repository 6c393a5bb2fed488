// SPDX-License-Identifier: Apache-2.0
/**
 * JSON and seeded random numbers of the fake server. Both classes are static helpers without state. Not part of the API.
 */
@NullMarked
package io.github.warmstart.openai.testkit.internal.base;

import org.jspecify.annotations.NullMarked;
