// SPDX-License-Identifier: Apache-2.0
/**
 * Tools that several rooms share: threads, and small systems of linear equations.
 *
 * <p>No part of the API: what is here may change or go at any time. Hosts have no business here.
 */
@NullMarked
package io.github.warmstart.internal;

import org.jspecify.annotations.NullMarked;
