// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.examples.simulation;

import io.github.warmstart.signal.SignalKind;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Parsed prompt: the kind of rating requested, the numbered items, the evidence and the persona.
 *
 * <p>An unknown layout is an error, so that a change of the prompts is noticed immediately.
 *
 * @param kind kind of the requested ratings
 * @param titles the items to rate, by number
 * @param evidence the person's known ratings
 * @param persona description of the persona; empty for other kinds
 */
record PromptReading(SignalKind kind, Map<Integer, String> titles, List<Evidence> evidence, String persona) {

    private static final Pattern BLOCK = Pattern.compile("(?ms)^<(\\w+)>\\R(.*?)^</\\1>\\s*$");
    private static final Pattern ITEM = Pattern.compile("\\s*(\\d{1,6})[.):]\\s+(\\S.*)");
    private static final Pattern RATED = Pattern.compile("\\s*(?:[-*]\\s+)?(\\S.*):\\s+(\\d+(?:\\.\\d+)?)\\s*");

    /** A known rating: title and stars. */
    record Evidence(String title, double stars) {}

    /**
     * Parses the user part of a prompt.
     *
     * @throws IllegalArgumentException if the layout is unknown
     */
    static PromptReading of(String prompt) {
        Map<String, String> blocks = new TreeMap<>();
        String outside = blocks(prompt, blocks);
        String persona = blocks.getOrDefault("persona", "");
        return new PromptReading(
                kind(outside, !persona.isEmpty()),
                titles(blocks.getOrDefault("items", "")),
                evidence(blocks.getOrDefault("known_ratings", "")),
                persona);
    }

    /** Puts the fenced blocks of a prompt into a map, and returns what stands outside of them. */
    static String blocks(String prompt, Map<String, String> blocks) {
        Matcher block = BLOCK.matcher(prompt);
        StringBuilder outside = new StringBuilder();
        while (block.find()) {
            blocks.put(block.group(1), block.group(2).strip());
            block.appendReplacement(outside, "");
        }
        block.appendTail(outside);
        return outside.toString();
    }

    private static SignalKind kind(String question, boolean persona) {
        if (question.contains("Estimate the mean rating")) {
            return SignalKind.AUDIENCE;
        }
        if (question.contains("Predict the rating")) {
            return persona ? SignalKind.PERSONA : SignalKind.USER;
        }
        throw new IllegalArgumentException("prompt must ask for a rating or a mean rating, but asks for neither");
    }

    private static Map<Integer, String> titles(String lines) {
        Map<Integer, String> titles = new TreeMap<>();
        for (String line : lines.lines().toList()) {
            Matcher item = ITEM.matcher(line);
            if (!item.matches()) {
                throw new IllegalArgumentException(
                        "prompt must number each line inside <items>, but holds '%s'".formatted(line));
            }
            titles.put(Integer.valueOf(item.group(1)), title(item.group(2)));
        }
        if (titles.isEmpty()) {
            throw new IllegalArgumentException("prompt must list items inside <items>, but lists none");
        }
        return Collections.unmodifiableMap(titles);
    }

    private static List<Evidence> evidence(String lines) {
        List<Evidence> evidence = new ArrayList<>();
        for (String line : lines.lines().toList()) {
            Matcher rated = RATED.matcher(line);
            if (!rated.matches()) {
                throw new IllegalArgumentException(
                        "prompt must end each line inside <known_ratings> with the rating, but holds '%s'"
                                .formatted(line));
            }
            evidence.add(new Evidence(title(rated.group(1)), Double.parseDouble(rated.group(2))));
        }
        return List.copyOf(evidence);
    }

    /** The title without the attributes in parentheses after it. */
    static String title(String item) {
        int facts = item.indexOf(" (");
        return (facts < 0 ? item : item.substring(0, facts)).strip();
    }
}
