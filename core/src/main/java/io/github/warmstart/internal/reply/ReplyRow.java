// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.internal.reply;

import org.jspecify.annotations.Nullable;

/**
 * A row as it stands in a reply, not yet judged.
 *
 * @param number what stands for the number of the item; null if nothing that can be read does
 * @param rating what stands for the rating; null if nothing that can be read does
 * @param keyed whether the number is the name of a field, as in {@code {"1": 4.5}}
 */
record ReplyRow(@Nullable String number, @Nullable String rating, boolean keyed) {}
