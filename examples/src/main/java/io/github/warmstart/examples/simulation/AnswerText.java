// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.examples.simulation;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.StringJoiner;

/** Writer of a simulated model's answer: JSON as instructed, with the format errors of real models. */
final class AnswerText {

    private static final double OFF_SCALE = 10;
    private static final int MAX_INVENTED = 3;

    private final String text;
    private final boolean cut;

    AnswerText(Map<Integer, Double> ratings, ModelVices vices, RandomStream chance) {
        this(json(spoilt(ratings, vices, chance)), vices, chance);
    }

    AnswerText(String answer, ModelVices vices, RandomStream chance) {
        String json = answer;
        if (chance.happens(vices.chatterRate())) {
            json = "Here are my best guesses:\n\n```json\n" + json + "\n```\n\nI hope this helps.";
        }
        cut = chance.happens(vices.cutRate());
        text = cut ? json.substring(0, json.length() / 4 + chance.below(json.length() / 2)) : json;
    }

    private static Map<Integer, Double> spoilt(Map<Integer, Double> ratings, ModelVices vices, RandomStream chance) {
        Map<Integer, Double> rows = new LinkedHashMap<>(ratings);
        int last = rows.keySet().stream().mapToInt(Integer::intValue).max().orElse(0);
        if (chance.happens(vices.offScaleRate())) {
            int row = chance.below(rows.size());
            rows.entrySet().stream().skip(row).findFirst().ifPresent(entry -> entry.setValue(OFF_SCALE));
        }
        if (chance.happens(vices.inventedRate())) {
            int invented = 1 + chance.below(MAX_INVENTED);
            for (int k = 1; k <= invented; k++) {
                rows.put(last + k, Films.MEAN_STARS);
            }
        }
        return rows;
    }

    private static String json(Map<Integer, Double> rows) {
        StringJoiner json = new StringJoiner(",", "{\"ratings\":[", "]}");
        rows.forEach((number, stars) -> json.add("{\"n\":%d,\"rating\":%s}"
                .formatted(
                        number, BigDecimal.valueOf(stars).stripTrailingZeros().toPlainString())));
        return json.toString();
    }

    String text() {
        return text;
    }

    boolean cut() {
        return cut;
    }
}
