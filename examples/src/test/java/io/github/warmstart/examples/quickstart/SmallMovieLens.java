// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.examples.quickstart;

import io.github.warmstart.examples.simulation.SimulatedCommunity;
import io.github.warmstart.rating.Item;
import io.github.warmstart.rating.Rating;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.UnaryOperator;

/** Writes an invented community as a MovieLens folder, and what a good guesser would say of it as recordings. */
final class SmallMovieLens {

    private static final SimulatedCommunity COMMUNITY = SimulatedCommunity.builder()
            .users(120)
            .items(100)
            .coldUsers(20)
            .seed(7)
            .build();

    private final Path movieLens;
    private final Path recordings;

    SmallMovieLens(Path folder) throws IOException {
        this(folder, title -> title);
    }

    /** A folder whose titles were spoilt. */
    SmallMovieLens(Path folder, UnaryOperator<String> titles) throws IOException {
        movieLens = Files.createDirectories(folder.resolve("ml"));
        recordings = Files.createDirectories(folder.resolve("answers"));
        writeMovieLens(titles);
        writeRecordings();
    }

    private void writeMovieLens(UnaryOperator<String> titles) throws IOException {
        List<String> ratings = new ArrayList<>(List.of("userId,movieId,rating,timestamp"));
        for (Rating rating : COMMUNITY.ratings()) {
            Instant time = rating.time();
            ratings.add("%s,%s,%s,%d"
                    .formatted(
                            rating.userId(),
                            rating.itemId(),
                            rating.value(),
                            time == null ? 0 : time.getEpochSecond()));
        }
        Files.write(movieLens.resolve("ratings.csv"), ratings);
        List<String> movies = new ArrayList<>(List.of("movieId,title,genres"));
        for (Item item : COMMUNITY.catalog().items()) {
            movies.add("%s,\"%s\",%s"
                    .formatted(
                            item.id(),
                            titles.apply(item.title()),
                            String.join("|", item.attributes().getOrDefault("genre", List.of()))));
        }
        Files.write(movieLens.resolve("movies.csv"), movies);
    }

    private void writeRecordings() throws IOException {
        List<String> cold = new ArrayList<>(List.of("userId"));
        List<String> known = new ArrayList<>(List.of("userId,movieId"));
        for (String userId : COMMUNITY.coldUsers()) {
            cold.add(userId);
            COMMUNITY.known(userId).forEach(rating -> known.add(userId + "," + rating.itemId()));
        }
        Files.write(recordings.resolve("cold_users.csv"), cold);
        Files.write(recordings.resolve("known.csv"), known);
        Set<String> people = new HashSet<>();
        COMMUNITY.ratings().forEach(rating -> people.add(rating.userId()));
        List<String> signals = new ArrayList<>(List.of("kind,subject,movieId,rating"));
        for (Item item : COMMUNITY.catalog().items()) {
            double mean = people.stream()
                    .sorted()
                    .mapToDouble(userId -> COMMUNITY.expected(userId, item.id()))
                    .average()
                    .orElseThrow();
            signals.add("item-prior,,%s,%s".formatted(item.id(), String.format(Locale.ROOT, "%.2f", mean)));
        }
        Files.write(recordings.resolve("signals.csv"), signals);
    }

    Path movieLens() {
        return movieLens;
    }

    Path recordings() {
        return recordings;
    }

    /** The arguments that name both folders, and more. */
    String[] arguments(String... more) {
        List<String> all =
                new ArrayList<>(List.of("--movielens", movieLens.toString(), "--recordings", recordings.toString()));
        all.addAll(List.of(more));
        return all.toArray(String[]::new);
    }
}
