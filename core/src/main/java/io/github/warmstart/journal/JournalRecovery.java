// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.journal;

import java.nio.file.Path;
import java.util.Optional;

/**
 * What was found in a journal when it was opened.
 *
 * @param lines whole lines, one for each answer that was ever written
 * @param signals signals in them
 * @param tornBytes how many bytes of a last line, which a crash had cut short, were cut off; 0 if there was none
 * @param keptIn where the bytes that were cut off are kept; nothing if there were none
 */
public record JournalRecovery(int lines, long signals, long tornBytes, Optional<Path> keptIn) {}
