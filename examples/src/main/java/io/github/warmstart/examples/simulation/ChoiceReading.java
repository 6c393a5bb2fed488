// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.examples.simulation;

import io.github.warmstart.signal.SignalKind;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a model reads in a prompt about choices.
 *
 * @param kind what is asked
 * @param titles titles by number
 * @param known titles that the person has chosen
 * @param attributes what to grade, in order
 * @param asked the numbers that similar items are asked for
 * @param length how many items to name
 * @param byTitle whether others are named by their titles
 */
record ChoiceReading(
        SignalKind kind,
        Map<Integer, String> titles,
        List<String> known,
        List<String> attributes,
        List<Integer> asked,
        int length,
        boolean byTitle) {

    private static final Pattern NUMBERED = Pattern.compile("\\s*(\\d{1,6})[.):]\\s+(\\S.*)");
    private static final Pattern SIMILAR =
            Pattern.compile("Name up to (\\d+) others for each of these \\d+.*: ([\\d, ]+)\\.");
    private static final Pattern SHORTLIST = Pattern.compile("Name the (\\d+) that this person");

    /** Reads a prompt; empty if it is not about choices. */
    static Optional<ChoiceReading> of(String system, String user) {
        Map<String, String> blocks = new TreeMap<>();
        String question = PromptReading.blocks(user, blocks);
        Matcher similar = SIMILAR.matcher(question);
        Matcher shortlist = SHORTLIST.matcher(question);
        SignalKind kind;
        int length = 0;
        List<Integer> asked = new ArrayList<>();
        if (question.contains("Estimate the share")) {
            kind = SignalKind.EXPOSURE;
        } else if (question.contains("Grade each")) {
            kind = SignalKind.GRADES;
        } else if (similar.find()) {
            kind = SignalKind.SIMILAR;
            length = Integer.parseInt(similar.group(1));
            for (String number : similar.group(2).split(", ", -1)) {
                asked.add(Integer.valueOf(number.strip()));
            }
        } else if (shortlist.find()) {
            kind = SignalKind.SHORTLIST;
            length = Integer.parseInt(shortlist.group(1));
        } else {
            return Optional.empty();
        }
        List<String> known = blocks.getOrDefault("known_choices", "")
                .lines()
                .map(PromptReading::title)
                .toList();
        List<String> attributes =
                List.copyOf(numbered(blocks.getOrDefault("attributes", "")).values());
        Map<Integer, String> titles = new TreeMap<>();
        numbered(blocks.getOrDefault("items", "")).forEach((n, line) -> titles.put(n, PromptReading.title(line)));
        return Optional.of(new ChoiceReading(
                kind,
                Collections.unmodifiableMap(titles),
                known,
                attributes,
                asked,
                length,
                system.contains("[\"<title>\"")));
    }

    private static Map<Integer, String> numbered(String block) {
        Map<Integer, String> lines = new TreeMap<>();
        for (String line : block.lines().toList()) {
            Matcher item = NUMBERED.matcher(line);
            if (!item.matches()) {
                throw new IllegalArgumentException("prompt must number each line, but holds '%s'".formatted(line));
            }
            lines.put(Integer.valueOf(item.group(1)), item.group(2));
        }
        return lines;
    }
}
