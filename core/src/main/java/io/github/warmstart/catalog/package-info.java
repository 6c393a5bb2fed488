// SPDX-License-Identifier: Apache-2.0
/** Items and users as the host describes them: ids, titles, attributes. No ratings. */
@NullMarked
package io.github.warmstart.catalog;

import org.jspecify.annotations.NullMarked;
