// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.examples.simulation;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What the simulated model says of choices. It knows how famous each film is and what it is like, as far as its
 * misconceptions let it, and nothing about members.
 */
final class ChoiceAnswers {

    /** About how many films a member chooses, as the model believes. */
    private static final double CHOICES = 30;

    private static final double WORTH_NAMING = 0.5;
    private static final double MAX_PERCENT = 95;
    /** What a misconception of one star is worth on the logarithm of fame. */
    private static final double FAME_ERROR = 2;
    /** How much closeness of characters counts beside the logarithm of fame. */
    private static final double CLOSENESS = 0.8;

    private static final double MIDDLE_GRADE = 4.5;
    private static final double GRADE_STEP = 2;
    private static final double GENRE_GRADE = 8;
    private static final int MAX_GRADE = 9;

    private final Films films;
    private final ModelVices vices;
    private final long seed;
    private final double totalFame;

    ChoiceAnswers(Films films, ModelVices vices, long seed) {
        this.films = films;
        this.vices = vices;
        this.seed = seed;
        double sum = 0;
        for (int film = 0; film < films.count(); film++) {
            sum += films.fame(film);
        }
        totalFame = sum;
    }

    String answer(ChoiceReading prompt, RandomStream chance) {
        return switch (prompt.kind()) {
            case EXPOSURE -> exposure(prompt, chance);
            case SIMILAR -> similar(prompt, chance);
            case SHORTLIST -> shortlist(prompt, chance);
            case GRADES -> grades(prompt, chance);
            case AUDIENCE, PERSONA, USER -> throw new IllegalArgumentException("prompt must be about choices");
        };
    }

    private String exposure(ChoiceReading prompt, RandomStream chance) {
        StringJoiner json = new StringJoiner(",", "{\"exposure\":[", "]}");
        prompt.titles().forEach((number, title) -> {
            OptionalInt film = films.withTitle(title);
            if (film.isPresent()) {
                double share = StrictMath.exp(logFame(film.getAsInt(), chance)) / totalFame;
                double percent = Math.min(MAX_PERCENT, 100 * (1 - StrictMath.exp(-CHOICES * share)));
                if (percent >= WORTH_NAMING) {
                    json.add(String.format(Locale.ROOT, "{\"n\":%d,\"percent\":%.1f}", number, percent));
                }
            }
        });
        return json.toString();
    }

    private String similar(ChoiceReading prompt, RandomStream chance) {
        StringJoiner json = new StringJoiner(",", "{\"similar\":[", "]}");
        for (int number : prompt.asked()) {
            String title = prompt.titles().getOrDefault(number, "");
            Map<Integer, String> others = new TreeMap<>();
            if (prompt.byTitle()) {
                for (int film = 0; film < films.count(); film++) {
                    others.put(film, "\"" + films.item(film).title() + "\"");
                }
            } else {
                prompt.titles()
                        .forEach((n, other) -> films.withTitle(other).ifPresent(film -> others.put(film, "" + n)));
            }
            List<String> best = best(others, Set.of(title), prompt.length(), chance);
            json.add("{\"n\":%d,\"similar\":[%s]}".formatted(number, String.join(",", best)));
        }
        return json.toString();
    }

    private String shortlist(ChoiceReading prompt, RandomStream chance) {
        Map<Integer, String> others = new TreeMap<>();
        prompt.titles().forEach((n, title) -> films.withTitle(title).ifPresent(film -> others.put(film, "" + n)));
        List<String> best = best(others, prompt.known(), prompt.length(), chance);
        return "{\"shortlist\":[%s]}".formatted(String.join(",", best));
    }

    /** Films by fame and by closeness to those that were chosen, which are left out. */
    private List<String> best(Map<Integer, String> names, Collection<String> chosen, int length, RandomStream chance) {
        double[] taste = new double[Films.RANK];
        int found = 0;
        Set<Integer> own = chosen.stream()
                .map(films::withTitle)
                .filter(OptionalInt::isPresent)
                .map(OptionalInt::getAsInt)
                .collect(Collectors.toSet());
        for (int film : own) {
            found++;
            for (int k = 0; k < Films.RANK; k++) {
                taste[k] += films.character(film, k);
            }
        }
        for (int k = 0; k < Films.RANK && found > 0; k++) {
            taste[k] /= found;
        }
        Map<Integer, Double> scores = new HashMap<>();
        names.keySet()
                .forEach(film -> scores.put(
                        film,
                        logFame(film, chance) / 2
                                + (vices.honesty() == ModelVices.Honesty.LYING ? -1 : 1)
                                        * CLOSENESS
                                        * films.appeal(taste, film)));
        return names.keySet().stream()
                .filter(film -> !own.contains(film))
                .sorted(Comparator.comparingDouble((Integer film) -> -scores.getOrDefault(film, 0.0))
                        .thenComparingInt(film -> film))
                .limit(length)
                .map(names::get)
                .toList();
    }

    private String grades(ChoiceReading prompt, RandomStream chance) {
        StringJoiner json = new StringJoiner(",", "{\"grades\":[", "]}");
        prompt.titles().forEach((number, title) -> {
            List<String> grades = new ArrayList<>();
            for (String attribute : prompt.attributes()) {
                grades.add(Integer.toString(grade(films.withTitle(title), attribute, chance)));
            }
            json.add("{\"n\":%d,\"grades\":[%s]}".formatted(number, String.join(",", grades)));
        });
        return json.toString();
    }

    /** A genre is what it says; any other attribute is one of the components of a character. */
    private int grade(OptionalInt film, String attribute, RandomStream chance) {
        double grade = vices.noise() * chance.gaussian();
        if (film.isEmpty() || vices.honesty() == ModelVices.Honesty.IGNORANT) {
            grade += MIDDLE_GRADE;
        } else if (Films.GENRES.contains(attribute)) {
            boolean has = films.item(film.getAsInt())
                    .attributes()
                    .getOrDefault("genre", List.of())
                    .contains(attribute);
            grade += has ? GENRE_GRADE : 1;
        } else {
            int component = Math.floorMod(attribute.hashCode(), Films.RANK);
            grade += MIDDLE_GRADE + GRADE_STEP * films.character(film.getAsInt(), component);
        }
        return (int) Math.max(0, Math.min(MAX_GRADE, Math.rint(grade)));
    }

    /** What the model believes of the fame of a film: the same in every prompt, but for noise. */
    private double logFame(int film, RandomStream chance) {
        double belief = StrictMath.log(films.fame(film))
                + FAME_ERROR
                        * vices.misconception()
                        * new RandomStream(seed, "fame of " + films.item(film).title()).gaussian();
        double said = switch (vices.honesty()) {
            case TRUTHFUL -> belief;
            case LYING -> -belief;
            case IGNORANT -> chance.gaussian();
        };
        return said + vices.noise() * chance.gaussian();
    }
}
