// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.examples.quickstart;

import io.github.warmstart.catalog.ItemCatalog;
import io.github.warmstart.catalog.UserProfile;
import io.github.warmstart.examples.recordings.RecordedSignalGenerator;
import io.github.warmstart.examples.recordings.Recordings;
import io.github.warmstart.openai.OpenAiSignalGenerator;
import io.github.warmstart.rating.Rating;
import io.github.warmstart.rating.RatingSource;
import io.github.warmstart.rating.table.RatingTable;
import io.github.warmstart.signal.SyntheticSignalGenerator;
import io.github.warmstart.source.movielens.MovieLensFolder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Scene with real ratings and recorded answers of a real model, or a real model. With recordings, the cold users and their
 * visible ratings are those of the recordings; otherwise cold users are drawn at random and keep their five earliest ratings.
 */
final class MovieLensScene implements QuickStartScene {

    private static final int COLD_USERS = 60;
    private static final int KNOWN_RATINGS = 5;
    /** Minimum number of ratings of a drawn cold user, so that enough ratings are left to compare on. */
    private static final int MIN_RATINGS = 20;

    private final ItemCatalog catalog;
    private final RatingSource visible;
    private final List<String> coldUsers;
    private final List<Rating> hidden = new ArrayList<>();
    private final SyntheticSignalGenerator generator;
    private final List<String> introduction;
    private final Optional<OpenAiSignalGenerator> client;

    MovieLensScene(QuickStartArguments arguments, @Nullable String key) {
        MovieLensFolder folder = MovieLensFolder.of(arguments.movieLens().orElseThrow());
        catalog = folder.catalog();
        RatingTable all = RatingTable.read(folder);
        Map<String, Set<String>> known;
        Set<String> leftOut = new HashSet<>();
        if (arguments.recordings().isPresent()) {
            Recordings recordings = Recordings.read(arguments.recordings().get());
            known = limited(recordings.known(), arguments.users().orElse(Integer.MAX_VALUE));
            if (known.keySet().stream().allMatch(userId -> all.userIndex(userId) < 0)) {
                throw new UsageException(
                        "--recordings must be about the users of --movielens, but none of its known.csv is among them");
            }
            leftOut.addAll(recordings.coldUsers());
            generator = RecordedSignalGenerator.of(recordings);
            client = Optional.empty();
            introduction = List.of(
                    "The ratings are REAL. The answers are RECORDED ones of a real language model, which knows these films"
                            + " from its training text:",
                    "on a catalogue unknown to the model, gains will be smaller.");
        } else {
            known = drawn(all, arguments.users().orElse(COLD_USERS), arguments.seed());
            if (known.isEmpty()) {
                throw new UsageException(
                        "--movielens must hold a user with %d ratings or more, but holds none".formatted(MIN_RATINGS));
            }
            OpenAiSignalGenerator joined = RealModel.join(arguments, "movie", key);
            generator = joined;
            client = Optional.of(joined);
            introduction = List.of("The ratings are REAL, and so is the language model: "
                    + joined.client().model() + ".");
        }
        coldUsers = List.copyOf(known.keySet());
        List<Rating> shown = new ArrayList<>();
        for (int user = 0; user < all.userCount(); user++) {
            String userId = all.userId(user);
            for (Rating rating : all.ratingsOf(userId)) {
                Set<String> kept = known.get(userId);
                if (kept == null ? !leftOut.contains(userId) : kept.contains(rating.itemId())) {
                    shown.add(rating);
                } else if (kept != null) {
                    hidden.add(rating);
                }
            }
        }
        visible = RatingSource.of(
                folder.scale(),
                arguments.ratingsLimit().isPresent()
                        ? Samples.limited(
                                shown,
                                rating -> !known.containsKey(rating.userId()),
                                arguments.ratingsLimit().getAsInt(),
                                arguments.seed())
                        : shown);
    }

    private static Map<String, Set<String>> limited(Map<String, Set<String>> known, int users) {
        Map<String, Set<String>> some = new LinkedHashMap<>();
        known.entrySet().stream().limit(users).forEach(entry -> some.put(entry.getKey(), entry.getValue()));
        return some;
    }

    private static Map<String, Set<String>> drawn(RatingTable all, int users, long seed) {
        List<String> fit = new ArrayList<>();
        for (int user = 0; user < all.userCount(); user++) {
            if (all.userSize(user) >= MIN_RATINGS) {
                fit.add(all.userId(user));
            }
        }
        Collections.shuffle(fit, new Random(seed));
        Map<String, Set<String>> known = new LinkedHashMap<>();
        for (String userId : fit.subList(0, Math.min(users, fit.size()))) {
            List<Rating> ratings = new ArrayList<>(all.ratingsOf(userId));
            ratings.sort(Comparator.comparing(rating -> {
                Instant time = rating.time();
                return time == null ? Instant.MAX : time;
            }));
            Set<String> first = new LinkedHashSet<>();
            ratings.subList(0, KNOWN_RATINGS).forEach(rating -> first.add(rating.itemId()));
            known.put(userId, first);
        }
        return known;
    }

    @Override
    public List<String> introduction() {
        return introduction;
    }

    @Override
    public RatingSource visible() {
        return visible;
    }

    @Override
    public ItemCatalog catalog() {
        return catalog;
    }

    @Override
    public List<UserProfile> profiles() {
        return List.of();
    }

    @Override
    public List<String> coldUsers() {
        return coldUsers;
    }

    @Override
    public List<Rating> hidden() {
        return List.copyOf(hidden);
    }

    @Override
    public SyntheticSignalGenerator generator() {
        return generator;
    }

    @Override
    public void close() {
        client.ifPresent(OpenAiSignalGenerator::close);
    }
}
