// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.progress;

/**
 * The gate has spoken.
 *
 * @param kinds which kinds of signals were judged, in words
 * @param passed whether they are shown to help
 * @param reason why, with figures
 */
public record VerdictReached(String kinds, boolean passed, String reason) {}
