// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart;

import static java.util.Objects.requireNonNull;

import io.github.warmstart.factorization.MatrixFactorization;
import io.github.warmstart.journal.SignalJournal;
import io.github.warmstart.progress.WarmStartListener;
import io.github.warmstart.quality.Diversity;
import io.github.warmstart.rating.BadRows;
import io.github.warmstart.rating.Duplicates;
import io.github.warmstart.rating.ItemCatalog;
import io.github.warmstart.rating.RatingException;
import io.github.warmstart.rating.RatingSource;
import io.github.warmstart.rating.UserProfile;
import io.github.warmstart.recommend.Recommender;
import io.github.warmstart.report.WarmStartReport;
import io.github.warmstart.signal.Persona;
import io.github.warmstart.signal.SyntheticSignalGenerator;
import io.github.warmstart.uncertainty.Policies;
import io.github.warmstart.uncertainty.UncertaintyPolicy;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Ends a cold start: reads the ratings, asks a generator for what people have not said yet, believes the answers as far
 * as real ratings bear them out, and returns a model that is shown to be better, or the one without signals.
 *
 * <pre>{@code
 * WarmStart start = ColdStartBootstrapper.builder()
 *         .ratings(source)
 *         .catalog(catalog)
 *         .generator(generator)
 *         .budget(Budget.tokens(200_000))
 *         .build()
 *         .warmStart();
 * List<Recommendation> top = start.model().recommend("u-17", 10);
 * }</pre>
 *
 * <p>It asks about what a general audience gives to items, about single users, and about invented ones. Next comes the
 * batch that is expected to take most off the error for each token it costs; asking ends where no batch takes off enough
 * ({@link Builder#leastGain}), or the budget is spent. What is not shown to help on hidden real ratings is not used.
 *
 * <p>Three parts are required. Of the others these are the first to look at:
 *
 * <ul>
 *   <li><b>what it may cost</b>: {@link Builder#budget}; {@link Builder#journal}, so that no answer is paid for twice; and
 *       {@link #estimate()}, which asks nothing
 *   <li><b>whom it is for</b>: {@link Builder#coldUsers}, where it is not everybody with few ratings
 *   <li><b>what is asked</b>: {@link Builder#audienceItems} and {@link Builder#userRounds}, of which 0 switches a kind of
 *       question off; {@link Builder#personas}, none unless given
 *   <li><b>who must not lose</b>: {@link Builder#groups} of users that signals must not make worse
 *   <li><b>where warm starts are repeated</b>: {@link Builder#earlierDiversity}, {@link Builder#mostSyntheticShare}
 * </ul>
 *
 * <p>Immutable and thread-safe as far as the parts given to it are; each call of {@link #warmStart()} is a new walk. With
 * a generator that answers alike, the same ratings, options and seed give the same model bit for bit, in whatever order
 * the answers come.
 */
public final class ColdStartBootstrapper {

    /** Default budget, in requests. */
    public static final int DEFAULT_REQUESTS = 200;
    /** Default seed. */
    public static final long DEFAULT_SEED = 42;
    /** A user with fewer ratings is cold, unless the host names the cold users. */
    public static final int DEFAULT_COLD_BELOW = 10;
    /** Default number of items a request. */
    public static final int DEFAULT_ITEMS_PER_REQUEST = 100;
    /** Default number of items that the audience is asked about. */
    public static final int DEFAULT_AUDIENCE_ITEMS = 2000;
    /** Default number of rounds of questions about users. */
    public static final int DEFAULT_USER_ROUNDS = 2;
    /** Default number of requests to the audience that are made twice. */
    public static final int DEFAULT_REPEATS = 1;
    /** Default share of the mean squared error that a batch of questions must be expected to take off. */
    public static final double DEFAULT_LEAST_GAIN = 1e-4;
    /** Default number of pairs a user and round. */
    public static final int DEFAULT_PAIRS_PER_USER = 20;
    /** Default cap on the share of signals in what the model learns from: none. */
    public static final double DEFAULT_MOST_SYNTHETIC_SHARE = 1;

    private final RatingSource ratings;
    private final SyntheticSignalGenerator generator;
    private final ItemCatalog catalog;
    private final Recommender recommender;
    private final UncertaintyPolicy policy;
    private final Budget budget;
    private final WarmStartListener listener;
    private final Clock clock;
    private final BadRows badRows;
    private final Duplicates duplicates;
    private final Optional<Set<String>> coldUsers;
    private final Map<String, UserProfile> profiles;
    private final List<Diversity> earlierDiversity;
    private final Function<String, @Nullable String> groups;
    private final List<Persona> personas;
    private final Set<String> coldItems;
    private final long seed;
    private final int coldBelow;
    private final int itemsPerRequest;
    private final int audienceItems;
    private final int userRounds;
    private final int pairsPerUser;
    private final int mostGenerations;
    private final double mostSyntheticShare;
    private final int repeats;
    private final double leastGain;

    private ColdStartBootstrapper(Builder builder) {
        ratings = required(builder.ratings, "ratings");
        SyntheticSignalGenerator asked = required(builder.generator, "generator");
        generator = builder.journal == null ? asked : builder.journal.record(asked);
        catalog = required(builder.catalog, "catalog");
        recommender = builder.recommender == null
                ? MatrixFactorization.builder().seed(builder.seed).build()
                : builder.recommender;
        policy = builder.policy;
        budget = builder.budget;
        listener = builder.listener;
        clock = builder.clock;
        badRows = builder.badRows;
        duplicates = builder.duplicates;
        coldUsers = Optional.ofNullable(builder.coldUsers)
                .map(named -> Collections.unmodifiableSet(new LinkedHashSet<>(named)));
        profiles = Collections.unmodifiableMap(new LinkedHashMap<>(builder.profiles));
        earlierDiversity = List.copyOf(builder.earlierDiversity);
        groups = builder.groups;
        personas = builder.personas;
        coldItems = builder.coldItems;
        for (String itemId : coldItems) {
            if (catalog.item(itemId).isEmpty()) {
                throw new IllegalArgumentException(
                        "coldItems must hold items of the catalogue, but holds '%s': add it to the catalogue, or leave it out"
                                .formatted(itemId));
            }
        }
        seed = builder.seed;
        coldBelow = positive(builder.coldBelow, "coldBelow");
        itemsPerRequest = positive(builder.itemsPerRequest, "itemsPerRequest");
        audienceItems = notNegative(builder.audienceItems, "audienceItems");
        userRounds = notNegative(builder.userRounds, "userRounds");
        pairsPerUser = positive(builder.pairsPerUser, "pairsPerUser");
        mostGenerations = notNegative(builder.mostGenerations, "mostGenerations");
        mostSyntheticShare = share(builder.mostSyntheticShare, "mostSyntheticShare");
        repeats = notNegative(builder.repeats, "repeats");
        leastGain = builder.leastGain;
        if (!(leastGain >= 0 && leastGain < 1)) {
            throw new IllegalArgumentException("leastGain must be at least 0 and below 1, but was " + leastGain);
        }
    }

    private static <T> T required(@Nullable T part, String name) {
        if (part == null) {
            throw new IllegalArgumentException(
                    "%s is required, but was not set: call %s(...) before build()".formatted(name, name));
        }
        return part;
    }

    private static int positive(int value, String name) {
        if (value < 1) {
            throw new IllegalArgumentException("%s must be >= 1, but was %d".formatted(name, value));
        }
        return value;
    }

    private static int notNegative(int value, String name) {
        if (value < 0) {
            throw new IllegalArgumentException("%s must be >= 0, but was %d".formatted(name, value));
        }
        return value;
    }

    private static double share(double value, String name) {
        if (!(value > 0) || !(value <= 1)) {
            throw new IllegalArgumentException("%s must be above 0 and at most 1, but was %s".formatted(name, value));
        }
        return value;
    }

    /**
     * Starts a bootstrapper.
     *
     * @return a builder for one thread
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Walks the whole road once.
     *
     * <p>A generator that fails, partly or wholly, ends in the report and not in an exception: what was received is used
     * if it is shown to help, and else the model without signals is returned.
     *
     * @return the model, the signals and the report
     * @throws InterruptedException if the calling thread was interrupted; questions in flight are abandoned
     * @throws RatingException if the ratings cannot be read
     */
    public WarmStart warmStart() throws InterruptedException {
        try {
            return new WarmStartRun(this).walk();
        } catch (CancellationException e) {
            // a learner that was interrupted: fit(...) cannot throw what this method promises
            if (!Thread.interrupted()) {
                throw e;
            }
            InterruptedException interrupted = new InterruptedException("interrupted while training");
            interrupted.initCause(e);
            throw interrupted;
        }
    }

    /**
     * Says what a warm start would ask and cost, without asking anything.
     *
     * <p>It reads the ratings and fits the model without signals, which takes as long as in a warm start, plans the
     * questions, and has the generator estimate them. Rounds about users after the first are taken to be like the first.
     *
     * @return requests, tokens and cost, before the budget cuts them off
     * @throws RatingException if the ratings cannot be read
     */
    public WarmStartEstimate estimate() {
        return new DryRun(this).estimate();
    }

    RatingSource ratings() {
        return ratings;
    }

    SyntheticSignalGenerator generator() {
        return generator;
    }

    ItemCatalog catalog() {
        return catalog;
    }

    Recommender recommender() {
        return recommender;
    }

    UncertaintyPolicy policy() {
        return policy;
    }

    Budget budget() {
        return budget;
    }

    WarmStartListener listener() {
        return listener;
    }

    Clock clock() {
        return clock;
    }

    BadRows badRows() {
        return badRows;
    }

    Duplicates duplicates() {
        return duplicates;
    }

    /** The users that the host named; nothing if it named none, not even nobody. */
    Optional<Set<String>> coldUsers() {
        return coldUsers;
    }

    Map<String, UserProfile> profiles() {
        return profiles;
    }

    Function<String, @Nullable String> groups() {
        return groups;
    }

    Set<String> coldItems() {
        return coldItems;
    }

    List<Persona> personas() {
        return personas;
    }

    int coldBelow() {
        return coldBelow;
    }

    int itemsPerRequest() {
        return itemsPerRequest;
    }

    int audienceItems() {
        return audienceItems;
    }

    int userRounds() {
        return userRounds;
    }

    int pairsPerUser() {
        return pairsPerUser;
    }

    double mostSyntheticShare() {
        return mostSyntheticShare;
    }

    int mostGenerations() {
        return mostGenerations;
    }

    List<Diversity> earlierDiversity() {
        return earlierDiversity;
    }

    int repeats() {
        return repeats;
    }

    double leastGain() {
        return leastGain;
    }

    long seed() {
        return seed;
    }

    /** The seed of one phase, made from the seed and the phase's name, so that a new phase disturbs no other. */
    long seed(String phase) {
        long mixed = seed;
        for (byte b : phase.getBytes(StandardCharsets.UTF_8)) {
            mixed = new SplittableRandom(mixed * 31 + b).nextLong();
        }
        return mixed;
    }

    /**
     * Options of a {@link ColdStartBootstrapper}: what is required, what it may cost, whom it is for, what is asked, what
     * guards it, how ratings are read, and how it runs. For one thread.
     */
    public static final class Builder {

        private @Nullable RatingSource ratings;
        private @Nullable SyntheticSignalGenerator generator;
        private @Nullable SignalJournal journal;
        private @Nullable ItemCatalog catalog;
        private @Nullable Recommender recommender;
        private UncertaintyPolicy policy = Policies.expectedVarianceReduction();
        private Budget budget = Budget.requests(DEFAULT_REQUESTS);
        private WarmStartListener listener = WarmStartListener.NONE;
        private Clock clock = Clock.systemUTC();
        private BadRows badRows = BadRows.FAIL;
        private Duplicates duplicates = Duplicates.LATEST;
        private @Nullable Set<String> coldUsers;
        private Map<String, UserProfile> profiles = Map.of();
        private List<Diversity> earlierDiversity = List.of();
        private Function<String, @Nullable String> groups = userId -> null;
        private List<Persona> personas = List.of();
        private Set<String> coldItems = Set.of();
        private long seed = DEFAULT_SEED;
        private int coldBelow = DEFAULT_COLD_BELOW;
        private int itemsPerRequest = DEFAULT_ITEMS_PER_REQUEST;
        private int audienceItems = DEFAULT_AUDIENCE_ITEMS;
        private int userRounds = DEFAULT_USER_ROUNDS;
        private int pairsPerUser = DEFAULT_PAIRS_PER_USER;
        private int mostGenerations;
        private double mostSyntheticShare = DEFAULT_MOST_SYNTHETIC_SHARE;
        private int repeats = DEFAULT_REPEATS;
        private double leastGain = DEFAULT_LEAST_GAIN;

        private Builder() {}

        /**
         * The real ratings. Required.
         *
         * @param ratings where they come from
         * @return this
         */
        public Builder ratings(RatingSource ratings) {
            this.ratings = requireNonNull(ratings, "ratings");
            return this;
        }

        /**
         * The items that can be asked about, with the text that a generator reads. Required.
         *
         * @param catalog the items
         * @return this
         */
        public Builder catalog(ItemCatalog catalog) {
            this.catalog = requireNonNull(catalog, "catalog");
            return this;
        }

        /**
         * What makes up signals. Required.
         *
         * @param generator a language model, a recording, or a class of the host
         * @return this
         */
        public Builder generator(SyntheticSignalGenerator generator) {
            this.generator = requireNonNull(generator, "generator");
            return this;
        }

        /**
         * Keeps every answer of the generator, and asks for none that is kept: short for a generator that is
         * {@linkplain SignalJournal#record(SyntheticSignalGenerator) recorded}. Answers from the journal cost nothing of the
         * budget. For whoever pays for answers, may be cut off, or warm starts more than once.
         *
         * @param journal none unless set; it stays open
         * @return this
         */
        public Builder journal(SignalJournal journal) {
            this.journal = requireNonNull(journal, "journal");
            return this;
        }

        /**
         * How much may be spent.
         *
         * @param budget {@value #DEFAULT_REQUESTS} requests unless set
         * @return this
         */
        public Builder budget(Budget budget) {
            this.budget = requireNonNull(budget, "budget");
            return this;
        }

        /**
         * The learner.
         *
         * @param recommender {@link MatrixFactorization} with its defaults and this seed, unless set
         * @return this
         */
        public Builder recommender(Recommender recommender) {
            this.recommender = requireNonNull(recommender, "recommender");
            return this;
        }

        /**
         * The users that the warm start is for. Unless set, those with fewer than {@link #coldBelow} ratings, and those
         * with a profile and no rating.
         *
         * @param userIds the application's own ids; they need not have a rating. With none, nobody is cold, and no
         *     question about a single user is asked
         * @return this
         * @throws IllegalArgumentException if an id is blank
         */
        public Builder coldUsers(Collection<String> userIds) {
            for (String userId : userIds) {
                if (userId.isBlank()) {
                    throw new IllegalArgumentException(
                            "coldUsers must hold no blank id, but holds '%s'".formatted(userId));
                }
            }
            this.coldUsers = new LinkedHashSet<>(userIds);
            return this;
        }

        /**
         * New items that the warm start is for, beside cold users or without any. The audience is asked about them first.
         * Where signals about the audience are not shown to help cold users, and do not harm them, the gate judges them on
         * items that were made new. If probes show that the generator knows single users, the users who rated most of what
         * has the same attributes are asked about the new items too.
         *
         * @param itemIds items of the catalogue; none unless set
         * @return this
         */
        public Builder coldItems(Collection<String> itemIds) {
            this.coldItems = Collections.unmodifiableSet(new LinkedHashSet<>(itemIds));
            return this;
        }

        /**
         * Below how many ratings a user is cold. Of no account where {@link #coldUsers} names them.
         *
         * @param ratings 1 or more; {@value #DEFAULT_COLD_BELOW} unless set
         * @return this
         */
        public Builder coldBelow(int ratings) {
            this.coldBelow = ratings;
            return this;
        }

        /**
         * What is known of users apart from ratings. What of it may leave is the generator's option, and nothing does
         * unless that allows it.
         *
         * @param profiles one a user
         * @return this
         * @throws IllegalArgumentException if two are of the same user
         */
        public Builder profiles(Collection<UserProfile> profiles) {
            Map<String, UserProfile> byUser = new LinkedHashMap<>();
            for (UserProfile profile : profiles) {
                if (byUser.put(profile.userId(), profile) != null) {
                    throw new IllegalArgumentException(
                            "profiles must hold each user once, but '%s' stands twice".formatted(profile.userId()));
                }
            }
            this.profiles = byUser;
            return this;
        }

        /**
         * About how many items the audience is asked at most, those that matter most. One answer serves every user, so this
         * is where most of a gain comes from.
         *
         * @param items 0 (the audience is not asked) or more; {@value #DEFAULT_AUDIENCE_ITEMS} unless set
         * @return this
         */
        public Builder audienceItems(int items) {
            this.audienceItems = items;
            return this;
        }

        /**
         * How many items one request may ask about.
         *
         * @param items 1 or more; {@value #DEFAULT_ITEMS_PER_REQUEST} unless set
         * @return this
         */
        public Builder itemsPerRequest(int items) {
            this.itemsPerRequest = items;
            return this;
        }

        /**
         * How many requests of the first batch to the audience are made once more with the items in reversed order. Both
         * answers count, as their mean, and the report tells how far they agree. Signals of a generator that does not agree
         * with itself beyond chance (on 20 items or more) are not used, and no more is asked of the audience. 0 saves a
         * request where the generator is known; more tell of a new one how far its answers depend on their order.
         *
         * @param requests 0 or more; {@value #DEFAULT_REPEATS} unless set
         * @return this
         */
        public Builder repeats(int requests) {
            this.repeats = requests;
            return this;
        }

        /**
         * How many rounds of questions about single users there may be. Each round asks with what the last one taught. There
         * is none unless probes, or credit where none can be asked, speak for it.
         *
         * @param rounds 0 (and no probes) or more; {@value #DEFAULT_USER_ROUNDS} unless set
         * @return this
         */
        public Builder userRounds(int rounds) {
            this.userRounds = rounds;
            return this;
        }

        /**
         * How many items of one user a round asks about at most.
         *
         * @param pairs 1 or more; {@value #DEFAULT_PAIRS_PER_USER} unless set
         * @return this
         */
        public Builder pairsPerUser(int pairs) {
            this.pairsPerUser = pairs;
            return this;
        }

        /**
         * What to ask next about a user.
         *
         * @param policy {@link Policies#expectedVarianceReduction()} unless set
         * @return this
         */
        public Builder policy(UncertaintyPolicy policy) {
            this.policy = requireNonNull(policy, "policy");
            return this;
        }

        /**
         * Invented users, whose tastes may teach a learner which items are liked together. A few are asked about the most
         * rated items once signals about the audience have passed the gate, and the others only if the gate finds that the
         * first ones help. They stand beside users in training and nowhere else: no id of theirs is known to the returned
         * model. Worth a try where a host can describe the sorts of people that it expects, and has too few ratings to learn
         * tastes from; the first batch, a quarter of them and four at least, is what it costs.
         *
         * @param personas different ones; none unless set
         * @return this
         * @throws IllegalArgumentException if two have the same id
         */
        public Builder personas(Collection<Persona> personas) {
            Set<String> ids = new LinkedHashSet<>();
            for (Persona persona : personas) {
                if (!ids.add(persona.id())) {
                    throw new IllegalArgumentException(
                            "personas must hold each id once, but '%s' stands twice".formatted(persona.id()));
                }
            }
            this.personas = List.copyOf(personas);
            return this;
        }

        /**
         * When a batch of questions does not pay: no batch is asked that is expected to take off less than this share of
         * the mean squared error of a cold user's prediction. The root mean squared error falls by half the share. The
         * report says what was not asked for it. The default gives up no more than 0.005 % of the root mean squared error a
         * batch, which no trial can see; what a policy asks about one user, the policy stops by its own rule. Set it higher
         * where answers are dear: 0.002 asks for no batch that lowers the error by less than 0.1 %.
         *
         * @param share 0 (ask as long as the budget lets) or more, below 1; {@value #DEFAULT_LEAST_GAIN} unless set
         * @return this
         */
        public Builder leastGain(double share) {
            this.leastGain = share;
            return this;
        }

        /**
         * Names groups of users that signals must not make worse by themselves, for example by an attribute of their
         * profiles: if one is worse with confidence, the gate stays closed, whatever the average says. The names stand in the
         * report. For hosts who answer for some users in particular; how often items are rated and how active users are is
         * looked at in any case.
         *
         * @param groups the group of a user id; null or blank for users of none; nobody is in one unless set. What it throws
         *     ends the warm start and reaches the caller. Every group costs power: with many small ones, none can be tested
         * @return this
         */
        public Builder groups(Function<String, @Nullable String> groups) {
            this.groups = requireNonNull(groups, "groups");
            return this;
        }

        /**
         * How much of what the model learns from may be made up, counted in ratings
         * ({@link io.github.warmstart.trust.SyntheticShare}). Above that, all signals lose weight evenly, in the gate's
         * trials as in the final training: what is judged is what is used.
         *
         * <p>Unless set there is no cap. At a first start nearly everything that can be known is made up, calibration gives
         * it no more weight than the ratings bear out, and the gate has the last word; a cap would only take away what
         * was shown to help. Where warm starts are repeated and ratings have become plenty, 0.5 is advised:
         * models stay sound if real data remain beside what is made up (Gerstgrasser et al. 2024), and with 0.5 they weigh as
         * much. On MovieLens that cap made the error 1.1 % higher at 20,000 ratings, and 0.1 % lower at all of them.
         *
         * @param share above 0, at most 1; {@value #DEFAULT_MOST_SYNTHETIC_SHARE} unless set
         * @return this
         * @see <a href="https://arxiv.org/abs/2404.01413">Gerstgrasser et al.: Is Model Collapse Inevitable? (2024)</a>
         */
        public Builder mostSyntheticShare(double share) {
            this.mostSyntheticShare = share;
            return this;
        }

        /**
         * Up to which {@linkplain io.github.warmstart.signal.Origin#generation generation} signals are accepted. What is
         * asked here holds ratings of people and texts of the catalogue alone, so answers are of generation 0; a generator
         * of the host that shows its model something else, such as predictions of a model that was trained on signals,
         * must say so, and is refused unless this is set. A model that is fed with its own output loses what is rare, and then
         * everything.
         *
         * <p>Signals of a higher generation are calibrated and judged like all others. But nobody knows which ratings had
         * a part in what their generator was shown, and so the gate may hold them against ratings that it has seen: a
         * verdict on them is worth less.
         *
         * @param generations 0, which unless set accepts nothing but first-hand signals, or more
         * @return this
         */
        public Builder mostGenerations(int generations) {
            this.mostGenerations = generations;
            return this;
        }

        /**
         * How diverse the rounds of earlier warm starts were, so that a generator that loses its diversity from one warm
         * start to the next is noticed: a round with less than half the spread of the first one of its kind is set aside,
         * see {@link io.github.warmstart.quality.Tripwire}. Within one warm start that is watched in any case. For whoever
         * warm starts again and again: keep the figures of the first report.
         *
         * @param earlier rounds, oldest first, as {@link WarmStartReport#diversity()} of the first warm start gives them;
         *     none unless set
         * @return this
         */
        public Builder earlierDiversity(Collection<Diversity> earlier) {
            this.earlierDiversity = List.copyOf(earlier);
            return this;
        }

        /**
         * What to do with rows of the source that cannot become ratings.
         *
         * @param badRows {@link BadRows#FAIL} unless set
         * @return this
         */
        public Builder badRows(BadRows badRows) {
            this.badRows = requireNonNull(badRows, "badRows");
            return this;
        }

        /**
         * What counts where a pair is rated more than once.
         *
         * @param duplicates {@link Duplicates#LATEST} unless set
         * @return this
         */
        public Builder duplicates(Duplicates duplicates) {
            this.duplicates = requireNonNull(duplicates, "duplicates");
            return this;
        }

        /**
         * The seed of all chance.
         *
         * @param seed any number; {@value #DEFAULT_SEED} unless set
         * @return this
         */
        public Builder seed(long seed) {
            this.seed = seed;
            return this;
        }

        /**
         * Hears what happens.
         *
         * @param listener nobody unless set
         * @return this
         */
        public Builder listener(WarmStartListener listener) {
            this.listener = requireNonNull(listener, "listener");
            return this;
        }

        /**
         * Where the time of reports comes from.
         *
         * @param clock the system's unless set
         * @return this
         */
        public Builder clock(Clock clock) {
            this.clock = requireNonNull(clock, "clock");
            return this;
        }

        /**
         * Checks the options.
         *
         * @return the bootstrapper
         * @throws IllegalArgumentException if a required part was not set, or an option is out of its range
         */
        public ColdStartBootstrapper build() {
            return new ColdStartBootstrapper(this);
        }
    }
}
