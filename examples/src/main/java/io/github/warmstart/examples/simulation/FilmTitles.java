// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.examples.simulation;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Generator of fictional film titles. */
final class FilmTitles {

    /** Maximum number of titles, far below the number of combinations, so that drawing distinct ones ends soon. */
    static final int MAX_TITLES = 2_000;

    private static final List<String> MOODS = List.of(
            "Amber",
            "Borrowed",
            "Crooked",
            "Distant",
            "Eleventh",
            "Forgotten",
            "Gentle",
            "Hollow",
            "Idle",
            "Jubilant",
            "Lanternlit",
            "Midnight",
            "Northern",
            "Overdue",
            "Paper",
            "Quiet",
            "Restless",
            "Salt",
            "Tangled",
            "Unlikely",
            "Velvet",
            "Wandering",
            "Wintering",
            "Yellow");

    private static final List<String> THINGS = List.of(
            "Accordion",
            "Beekeeper",
            "Carousel",
            "Drawbridge",
            "Envelope",
            "Ferryman",
            "Greenhouse",
            "Harbour",
            "Inheritance",
            "Juggler",
            "Kingfisher",
            "Lighthouse",
            "Mapmaker",
            "Nightingale",
            "Orchard",
            "Postcard",
            "Quarry",
            "Riverbank",
            "Saxophone",
            "Tramway",
            "Umbrella",
            "Violinist",
            "Watchmaker",
            "Zeppelin");

    private static final List<String> PLACES = List.of(
            "Alderwick",
            "Bellhaven",
            "Corvane",
            "Dunmarrow",
            "Eastermoor",
            "Fenwater",
            "Grimsholm",
            "Hartlemere",
            "Isolde Bay",
            "Kestrel Hill",
            "Lower Thorne",
            "Marrowgate",
            "Old Pellam",
            "Ravensby",
            "Saint Orlo",
            "Tarn End");

    private static final List<String> PEOPLE = List.of(
            "Agnes",
            "Bruno",
            "Clementine",
            "Dorian",
            "Esther",
            "Florian",
            "Greta",
            "Hugo",
            "Ingrid",
            "Jonas",
            "Katya",
            "Ludo",
            "Mirabel",
            "Nils",
            "Ottilie",
            "Pascal");

    private FilmTitles() {}

    /** Distinct titles, in the order in which they are drawn. */
    static List<String> draw(int count, RandomStream chance) {
        Set<String> titles = new LinkedHashSet<>();
        while (titles.size() < count) {
            titles.add(next(chance));
        }
        return new ArrayList<>(titles);
    }

    private static String next(RandomStream chance) {
        String thing = chance.oneOf(THINGS);
        return switch (chance.below(5)) {
            case 0 -> "The %s %s".formatted(chance.oneOf(MOODS), thing);
            case 1 -> "The %s of %s".formatted(thing, chance.oneOf(PLACES));
            case 2 -> "%s and the %s".formatted(chance.oneOf(PEOPLE), thing);
            case 3 -> "%s %s".formatted(chance.oneOf(MOODS), chance.oneOf(PLACES));
            default -> "A %s for %s".formatted(thing, chance.oneOf(PEOPLE)).replaceFirst("^A (?=[AEIOU])", "An ");
        };
    }
}
