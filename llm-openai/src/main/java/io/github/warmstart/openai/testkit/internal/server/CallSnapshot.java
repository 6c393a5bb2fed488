// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.openai.testkit.internal.server;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Copy of the log entry of one call; the public view is {@code RecordedCall}. */
public record CallSnapshot(
        int number,
        Duration at,
        String method,
        String path,
        Map<String, String> headers,
        String body,
        boolean hadKey,
        String prompt,
        int attempt,
        List<String> problems,
        Set<String> deprecated,
        boolean early,
        String answer,
        int status,
        boolean answered,
        Optional<Duration> ended,
        Optional<Duration> aborted) {}
