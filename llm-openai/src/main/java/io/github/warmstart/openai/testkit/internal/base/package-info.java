// SPDX-License-Identifier: Apache-2.0
/** JSON and seeded chance of the fake provider. Not part of the API. */
@NullMarked
package io.github.warmstart.openai.testkit.internal.base;

import org.jspecify.annotations.NullMarked;
