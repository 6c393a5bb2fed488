// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.uncertainty;

/**
 * Pair of a user and an item that a generator can be asked about.
 *
 * @param userId the application's own id of the user
 * @param itemId the application's own id of the item
 */
public record UserItem(String userId, String itemId) {}
