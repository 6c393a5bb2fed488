// SPDX-License-Identifier: Apache-2.0
/**
 * Replay of recorded answers of a real language model, without a network or a key.
 *
 * <p>Enter by {@link io.github.warmstart.examples.recordings.Recordings} (the data) and
 * {@link io.github.warmstart.examples.recordings.RecordedSignalGenerator} (the generator). The recorded data are not part of
 * the project.
 */
@NullMarked
package io.github.warmstart.examples.recordings;

import org.jspecify.annotations.NullMarked;
