// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.examples.quickstart;

import io.github.warmstart.WarmStart;
import io.github.warmstart.catalog.Item;
import io.github.warmstart.examples.console.PlainText;
import io.github.warmstart.rating.Rating;
import io.github.warmstart.recommend.RatingModel;
import io.github.warmstart.recommend.Recommendation;
import io.github.warmstart.signal.SyntheticSignal;
import io.github.warmstart.statistics.GroupedErrors;
import io.github.warmstart.statistics.PairedBootstrap;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Output of the results: errors on hidden ratings before and after, and the recommendations for one cold user. */
final class Results {

    private static final int RESAMPLES = 2000;
    private static final int SHOWN = 5;
    private static final int MAX_TITLE_LENGTH = 80;
    /** Minimum number of users for a meaningful interval: with one user its width is 0. */
    private static final int MIN_USERS = 10;
    /** Minimum number of ratings of a listed film, unless the language model was asked about it. */
    private static final int MIN_RATINGS = 3;

    private final QuickStartScene scene;
    private final WarmStart start;
    private final PrintStream out;

    Results(QuickStartScene scene, WarmStart start, PrintStream out) {
        this.scene = scene;
        this.start = start;
        this.out = out;
    }

    /** Compares the errors on hidden ratings before and after; prints a note if there are none. */
    void compare(long seed) {
        if (scene.hidden().isEmpty()) {
            line("There are no hidden ratings of cold users, so there is nothing to compare on.");
            line("");
            return;
        }
        GroupedErrors before = errors(start.realOnly());
        GroupedErrors after = errors(start.model());
        PairedBootstrap perUser =
                PairedBootstrap.compare(before, after, PairedBootstrap.Figure.PER_USER_RMSE, RESAMPLES, seed);
        PairedBootstrap pooled =
                PairedBootstrap.compare(before, after, PairedBootstrap.Figure.POOLED_RMSE, RESAMPLES, seed);
        line(
                "%,d hidden ratings of %d cold %s, unknown to learner and language model (lower is better):",
                perUser.ratings(), perUser.users(), perUser.users() == 1 ? "user" : "users");
        line("                          real-only   warm start   change   95 %% interval (bootstrap over users)");
        row("RMSE, mean over users", perUser);
        row("RMSE, all ratings", pooled);
        line("");
    }

    private void row(String name, PairedBootstrap figures) {
        line(
                "  %-22s  %8.4f     %8.4f   %+5.2f %%   %+.2f %% to %+.2f %%%s",
                name,
                figures.before(),
                figures.after(),
                100 * figures.change(),
                100 * figures.low(),
                100 * figures.high(),
                verdict(figures));
    }

    private static String verdict(PairedBootstrap figures) {
        if (figures.users() < MIN_USERS) {
            return ": too few users to tell";
        }
        return figures.high() < 0 ? ": better" : figures.low() > 0 ? ": WORSE" : ": no difference shown";
    }

    private GroupedErrors errors(RatingModel model) {
        GroupedErrors errors = new GroupedErrors();
        for (Rating rating : scene.hidden()) {
            errors.add(rating.userId(), model.predict(rating.userId(), rating.itemId()), rating.value());
        }
        return errors;
    }

    /** Prints the recommendations for the first cold user. */
    void recommend() {
        if (scene.coldUsers().isEmpty()) {
            return;
        }
        String userId = scene.coldUsers().get(0);
        Map<String, Double> hidden = scene.hidden().stream()
                .filter(rating -> rating.userId().equals(userId))
                .collect(Collectors.toMap(Rating::itemId, Rating::value, (a, b) -> b, TreeMap::new));
        line("For cold user %s, who rated:", PlainText.of(userId, MAX_TITLE_LENGTH));
        List<Rating> known = new ArrayList<>();
        scene.visible().read(new OneUser(userId, known));
        known.stream()
                .sorted(Comparator.comparingDouble(Rating::value).reversed().thenComparing(Rating::itemId))
                .limit(SHOWN)
                .forEach(rating -> line("  %.1f  %s", rating.value(), title(rating.itemId())));
        line("recommended, among films that at least " + MIN_RATINGS + " people rated or the model was asked about:");
        list("before, real ratings only", start.realOnly(), userId, hidden);
        if (start.model() == start.realOnly()) {
            line(" after the warm start: the same, because it was withheld");
        } else {
            list(
                    start.applied()
                            ? "after the warm start"
                            : "after the warm start: signals were withheld, catalogue attributes are used",
                    start.model(),
                    userId,
                    hidden);
        }
        line("");
    }

    private void list(String when, RatingModel model, String userId, Map<String, Double> hidden) {
        line(" %s", when);
        Set<String> seen = model.ratedItems(userId);
        Set<String> asked =
                start.signals().stream().map(SyntheticSignal::itemId).collect(Collectors.toSet());
        Predicate<String> evident = itemId ->
                !seen.contains(itemId) && (asked.contains(itemId) || model.ratingCount(itemId) >= MIN_RATINGS);
        Function<Recommendation, String> truth = one -> {
            Double given = hidden.get(one.itemId());
            return given == null ? "" : String.format(Locale.ROOT, "   (true rating %.1f)", given);
        };
        List<Recommendation> top = model.recommend(userId, SHOWN, evident);
        if (top.isEmpty()) {
            line("  none: no film qualifies");
        }
        for (Recommendation one : top) {
            line("  %.1f  %s%s", one.score(), title(one.itemId()), truth.apply(one));
        }
    }

    private String title(String itemId) {
        return PlainText.of(scene.catalog().item(itemId).map(Item::title).orElse("item " + itemId), MAX_TITLE_LENGTH);
    }

    private void line(String format, Object... values) {
        out.println(String.format(Locale.ROOT, format, values));
    }
}
