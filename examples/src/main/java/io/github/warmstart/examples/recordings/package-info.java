// SPDX-License-Identifier: Apache-2.0
/**
 * Answers that a real language model gave once, read from a folder and given again without a network or a key.
 *
 * <p>Enter by {@link io.github.warmstart.examples.recordings.Recordings} (the folder) and
 * {@link io.github.warmstart.examples.recordings.RecordedSignalGenerator} (what answers from it). The recorded data are
 * no part of the project.
 */
@NullMarked
package io.github.warmstart.examples.recordings;

import org.jspecify.annotations.NullMarked;
