// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.examples.recordings;

import static java.util.Objects.requireNonNull;

import io.github.warmstart.rating.RatingScale;
import io.github.warmstart.signal.Persona;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Recorded answers of a language model, read from a folder and validated: {@code cold_users.csv}, {@code known.csv} and
 * {@code signals.csv} immediately, {@code personas.csv} and {@code cold_items.csv} on request.
 *
 * <p>Ids and scale are those of the MovieLens edition that the answers are about. Immutable and thread-safe.
 */
public final class Recordings {

    /** The scale of the answers: half a star to five. Mean ratings may be between steps. */
    public static final RatingScale SCALE = RatingScale.of(0.5, 5, 0.5);

    private static final Pattern NUMBER = Pattern.compile("\\d{1,9}(\\.\\d{1,9})?");

    private final Path folder;
    private final Set<String> coldUsers = new LinkedHashSet<>();
    private final Map<String, Set<String>> known = new LinkedHashMap<>();
    private final Map<String, Set<String>> probeKnown = new LinkedHashMap<>();
    private final Map<Kind, Map<String, Map<String, Double>>> answers = new EnumMap<>(Kind.class);

    /** Kind of recorded question. */
    public enum Kind {
        /** A cold user's rating, given the user's first ratings. */
        USER,
        /** A persona's rating, given the persona's interests. */
        PERSONA,
        /** A warm user's rating of a new movie, given other ratings of the user. */
        COLD_ITEM,
        /** The mean rating of a general audience; it has no subject. */
        ITEM_PRIOR,
        /** A warm user's rating of a movie that the user has rated, given other ratings of the user. */
        PROBE;

        /**
         * The kind as {@code signals.csv} writes it.
         *
         * @return for example {@code cold-item}
         */
        public String label() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    private Recordings(Path folder) {
        this.folder = folder;
        for (Kind kind : Kind.values()) {
            answers.put(kind, new LinkedHashMap<>());
        }
        file("cold_users.csv", "userId").forEach(row -> addNew(coldUsers, row, "userId"));
        file("known.csv", "userId", "movieId").forEach(this::addKnown);
        file("signals.csv", "kind", "subject", "movieId", "rating").forEach(this::addAnswer);
        // a folder need not hold probes
        if (Files.exists(folder.resolve("probe-answers.csv"))) {
            file("probe-known.csv", "userId", "movieId")
                    .forEach(row -> addNew(
                            probeKnown.computeIfAbsent(row.required("userId"), id -> new LinkedHashSet<>()),
                            row,
                            "movieId"));
            file("probe-answers.csv", "userId", "movieId", "rating").forEach(this::addProbe);
        }
    }

    /**
     * Reads a folder.
     *
     * @param folder folder of the files
     * @return their content
     * @throws io.github.warmstart.rating.RatingException if a file is missing or breaks a rule; the message is one line
     *     with file, line, column, value and rule
     */
    public static Recordings read(Path folder) {
        return new Recordings(requireNonNull(folder, "folder"));
    }

    private CsvFile file(String name, String... columns) {
        return new CsvFile(folder.resolve(name), columns);
    }

    private static void addNew(Set<String> ids, CsvFile.Row row, String column) {
        if (!ids.add(row.required(column))) {
            throw row.broken(column, "must not occur twice");
        }
    }

    private void addKnown(CsvFile.Row row) {
        String user = requireColdUser(row, "userId");
        addNew(known.computeIfAbsent(user, id -> new LinkedHashSet<>()), row, "movieId");
    }

    private String requireColdUser(CsvFile.Row row, String column) {
        String user = row.required(column);
        if (!coldUsers.contains(user)) {
            throw row.broken(column, "must be a user of cold_users.csv");
        }
        return user;
    }

    private void addAnswer(CsvFile.Row row) {
        Kind kind = kind(row);
        String subject = subject(kind, row);
        String movie = row.required("movieId");
        if (kind == Kind.USER && known.getOrDefault(subject, Set.of()).contains(movie)) {
            throw row.broken("movieId", "must not be a known movie of this user (known.csv)");
        }
        add(kind, subject, movie, row);
    }

    private void addProbe(CsvFile.Row row) {
        String subject = row.required("userId");
        String movie = row.required("movieId");
        if (coldUsers.contains(subject)) {
            throw row.broken("userId", "must not be a user of cold_users.csv");
        }
        if (probeKnown.getOrDefault(subject, Set.of()).contains(movie)) {
            throw row.broken("movieId", "must not be a movie that probe-known.csv shows of this user");
        }
        add(Kind.PROBE, subject, movie, row);
    }

    private void add(Kind kind, String subject, String movie, CsvFile.Row row) {
        String rating = row.required("rating");
        if (!NUMBER.matcher(rating).matches() || !SCALE.contains(Double.parseDouble(rating))) {
            throw row.broken("rating", "must be a number from %s to %s".formatted(SCALE.lowest(), SCALE.highest()));
        }
        Map<String, Double> held =
                requireNonNull(answers.get(kind)).computeIfAbsent(subject, s -> new LinkedHashMap<>());
        if (held.putIfAbsent(movie, Double.valueOf(rating)) != null) {
            throw row.broken("movieId", "must not occur twice for one kind and subject");
        }
    }

    private static Kind kind(CsvFile.Row row) {
        String label = row.required("kind");
        for (Kind kind : Kind.values()) {
            if (kind != Kind.PROBE && kind.label().equals(label)) {
                return kind;
            }
        }
        throw row.broken("kind", "must be user, persona, cold-item or item-prior");
    }

    private String subject(Kind kind, CsvFile.Row row) {
        return switch (kind) {
            case USER -> requireColdUser(row, "subject");
            case PERSONA, COLD_ITEM, PROBE -> row.required("subject");
            case ITEM_PRIOR -> {
                if (!row.field("subject").isEmpty()) {
                    throw row.broken("subject", "must be empty for item-prior");
                }
                yield "";
            }
        };
    }

    /**
     * The folder of the files.
     *
     * @return the folder
     */
    public Path folder() {
        return folder;
    }

    /**
     * The cold users of the experiment: only their {@linkplain #known() known} ratings are training data.
     *
     * @return user ids in the order of the file
     */
    public Set<String> coldUsers() {
        return Collections.unmodifiableSet(coldUsers);
    }

    /**
     * The movies whose ratings by a cold user are visible. Contains only the users of this half of the experiment.
     *
     * @return movie ids by user id, in the order of the file
     */
    public Map<String, Set<String>> known() {
        Map<String, Set<String>> copy = new LinkedHashMap<>();
        known.forEach((user, movies) -> copy.put(user, Collections.unmodifiableSet(movies)));
        return Collections.unmodifiableMap(copy);
    }

    /**
     * Known movies of a warm user in the probe about that user.
     *
     * @param subject the user
     * @return movie ids in the order of the file; empty for a user without a probe
     */
    public Set<String> probeKnown(String subject) {
        return Collections.unmodifiableSet(probeKnown.getOrDefault(subject, Set.of()));
    }

    /**
     * The personas, described by their interests. Reads {@code personas.csv} on each call.
     *
     * @return in the order of the file
     * @throws io.github.warmstart.rating.RatingException if the file is missing or breaks a rule
     */
    public List<Persona> personas() {
        Set<String> ids = new LinkedHashSet<>();
        List<Persona> personas = new ArrayList<>();
        file("personas.csv", "personaId", "interests").forEach(row -> {
            addNew(ids, row, "personaId");
            List<String> interests = List.of(row.required("interests").split("\\|", -1));
            if (interests.stream().anyMatch(String::isBlank)) {
                throw row.broken("interests", "must be words separated by single bars");
            }
            personas.add(new Persona(row.required("personaId"), "likes " + String.join(", ", interests)));
        });
        return List.copyOf(personas);
    }

    /**
     * The movies that are new in the cold-item experiment. Reads {@code cold_items.csv} on each call.
     *
     * @return movie ids in the order of the file
     * @throws io.github.warmstart.rating.RatingException if the file is missing or breaks a rule
     */
    public Set<String> coldItems() {
        Set<String> items = new LinkedHashSet<>();
        file("cold_items.csv", "movieId").forEach(row -> addNew(items, row, "movieId"));
        return Collections.unmodifiableSet(items);
    }

    /**
     * Subjects of the answers of a kind.
     *
     * @param kind kind of question
     * @return user or persona ids in the order of the file; empty for {@link Kind#ITEM_PRIOR}
     */
    public Set<String> subjects(Kind kind) {
        return kind == Kind.ITEM_PRIOR
                ? Set.of()
                : Collections.unmodifiableSet(requireNonNull(answers.get(kind)).keySet());
    }

    /**
     * Answers about one subject.
     *
     * @param kind kind of question
     * @param subject the user or persona; empty for {@link Kind#ITEM_PRIOR}
     * @return stars by movie id, in the order of the file; empty if there are none
     */
    public Map<String, Double> answers(Kind kind, Optional<String> subject) {
        return Collections.unmodifiableMap(
                requireNonNull(answers.get(kind)).getOrDefault(subject.orElse(""), Map.of()));
    }

    /**
     * Number of answers of a kind.
     *
     * @param kind kind of question
     * @return 0 or more
     */
    public int size(Kind kind) {
        return requireNonNull(answers.get(kind)).values().stream()
                .mapToInt(Map::size)
                .sum();
    }
}
