// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.examples.evaluation;

import static io.github.warmstart.examples.evaluation.Evaluated.number;
import static io.github.warmstart.examples.evaluation.Evaluated.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.warmstart.catalog.ItemCatalog;
import io.github.warmstart.evaluation.WarmStartSteps;
import io.github.warmstart.examples.evaluation.error.Dataset;
import io.github.warmstart.examples.evaluation.order.OrderArm;
import io.github.warmstart.examples.evaluation.setup.EvaluateArguments;
import io.github.warmstart.examples.evaluation.setup.Level;
import io.github.warmstart.examples.fixture.SmallMovieLens;
import io.github.warmstart.factorization.MatrixFactorization;
import io.github.warmstart.rating.Rating;
import io.github.warmstart.rating.RatingScale;
import io.github.warmstart.rating.RatingSource;
import io.github.warmstart.rating.table.RatingTable;
import io.github.warmstart.recommend.RatingModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One run of all parts on a small folder, looked at from all sides. */
class EvaluateTest {

    private static final Set<String> FIELDS = Set.of(
            "part",
            "level",
            "arm",
            "policy",
            "askedShare",
            "rmseMacro",
            "rmseMicro",
            "rmseAsked",
            "rmseUnasked",
            "mae",
            "ndcg10Own",
            "changePct",
            "ci95",
            "prompts",
            "signalsAsked",
            "signalsKept",
            "gate",
            "users",
            "testRatings",
            "seeds");
    private static final Set<String> ORDER_FIGURES =
            Set.of("ndcg10Catalogue", "precision10", "recall50", "ipsRecall50", "matchedAuc", "concordance");
    private static final Set<String> OTHER_ORDER_FIELDS = Set.of(
            "part",
            "level",
            "arm",
            "coverage10",
            "meanPopularity10",
            "change",
            "gateOrder",
            "gateError",
            "users",
            "relevant",
            "seeds");
    private static final RatingScale STARS = RatingScale.of(0.5, 5, 0.5);

    /** Rounding of figures that were computed in another order. */
    private static final double ROUNDING = 1e-9;

    @TempDir
    private static Path folder;

    private static SmallMovieLens small;
    private static Evaluated run;
    /** Results of the parts about predicted ratings. */
    private static List<Map<?, ?>> rows;

    /** Results of the part about lists. */
    private static List<Map<?, ?>> orderRows;

    @BeforeAll
    static void runAllParts() throws Exception {
        small = new SmallMovieLens(folder).withPersonalAnswers();
        run = Evaluated.to(folder.resolve("out"), small, "--levels", "0,50,all", "--seeds", "2");
        Map<Boolean, List<Map<?, ?>>> parts = Evaluated.results(folder.resolve("out")).stream()
                .collect(Collectors.partitioningBy(row -> "order".equals(row.get("part"))));
        rows = parts.getOrDefault(false, List.of());
        orderRows = parts.getOrDefault(true, List.of());
    }

    @Test
    void run_writesThreeFiles_andSaysSo() throws IOException {
        Path out = folder.resolve("out");

        assertThat(run.code()).isZero();
        assertThat(run.out())
                .startsWith("# Evaluation of warm starts\n")
                .contains(Files.readString(out.resolve("evaluation.md")))
                .endsWith("Written to " + out + ": evaluation.json, evaluation.md, evaluation.html\n");
        assertThat(out.resolve("evaluation.html")).isNotEmptyFile();
    }

    @Test
    void json_headHoldsTheExperiment() throws IOException {
        Map<String, Set<String>> known = known();
        Map<?, ?> json = Evaluated.json(folder.resolve("out"));

        assertThat(json.keySet().stream().map(Object::toString))
                .containsExactly("protocol", "dataset", "seed", "seeds", "recommender", "results");
        assertThat(json.get("protocol")).isEqualTo(1.0);
        assertThat(json.get("seed")).isEqualTo(1.0);
        assertThat(json.get("seeds")).isEqualTo(2.0);
        assertThat(json.get("recommender")).asString().startsWith("MatrixFactorization");
        Map<?, ?> dataset = (Map<?, ?>) Objects.requireNonNull(json.get("dataset"));
        assertThat(dataset.get("kind")).isEqualTo("ratings");
        assertThat(number(dataset, "ratings")).isEqualTo(ratings().size());
        assertThat(number(dataset, "warmRatings")).isEqualTo((double) ratings().stream()
                .filter(rating -> !known.containsKey(rating.userId()))
                .count());
        assertThat(number(dataset, "catalogItems")).isEqualTo(100);
        assertThat(number(dataset, "coldUsers")).isEqualTo(20);
        assertThat(dataset.get("scale")).isInstanceOf(String.class);
    }

    @Test
    void json_eachRowHoldsEachField() {
        assertThat(rows).isNotEmpty().allSatisfy(row -> {
            assertThat(Set.copyOf(row.keySet())).isEqualTo(FIELDS);
            assertThat(row.get("part")).isIn("cold-users", "cold-items", "active");
            assertThat(row.get("level")).isIn("all", 0.0, 50.0, 1000.0, 5000.0, 20000.0);
            assertThat(row.get("arm")).isIn("real-only", "naive", "warm-start", "placebo", "item-mean", "items-only");
            assertThat(row.get("gate")).isIn("applied", "withheld", "none");
            assertThat(number(row, "askedShare")).isBetween(0.0, 1.0);
            assertThat(number(row, "rmseMacro")).isBetween(0.01, 4.5);
            assertThat(number(row, "rmseMicro")).isBetween(0.01, 4.5);
            assertThat(number(row, "mae")).isPositive().isLessThanOrEqualTo(number(row, "rmseMicro"));
            assertThat(number(row, "ndcg10Own")).isBetween(0.0, 1.0);
            assertThat(number(row, "users")).isPositive();
            assertThat(number(row, "testRatings")).isGreaterThanOrEqualTo(number(row, "users"));
            assertThat(number(row, "prompts")).isNotNegative();
            assertThat(number(row, "signalsKept")).isBetween(0.0, number(row, "signalsAsked"));
            assertThat(number(row, "seeds")).isIn(1.0, 2.0, 20.0);
            List<?> interval = (List<?>) Objects.requireNonNull(row.get("ci95"));
            assertThat(interval.size()).isEqualTo(2);
            assertThat((Double) interval.get(0)).isLessThanOrEqualTo((Double) interval.get(1));
            boolean items = "cold-items".equals(row.get("part"));
            assertThat(row.get("rmseAsked") == null).isEqualTo(items);
            assertThat(row.get("rmseUnasked")).isInstanceOf(Double.class);
            assertThat(row.get("policy") == null).isEqualTo(!"active".equals(row.get("part")));
        });
    }

    @Test
    void json_holdsEachArmOfEachLevelOnce_inOrder() {
        assertThat(rows.stream()
                        .filter(row -> "cold-users".equals(row.get("part")))
                        .map(row -> row.get("level") + " " + row.get("arm") + " " + row.get("seeds")))
                .startsWith("0.0 real-only 1.0", "0.0 naive 1.0", "0.0 warm-start 1.0", "0.0 placebo 1.0")
                .contains("50.0 real-only 2.0", "all items-only 1.0")
                .hasSize(18)
                .doesNotHaveDuplicates();
        assertThat(rows.stream().filter(row -> "cold-items".equals(row.get("part"))))
                .hasSize(12);
        assertThat(rows.stream().filter(row -> "active".equals(row.get("part"))))
                .hasSize(2 * 5 * 3 + 3 * 3 * 4);
    }

    @Test
    void realOnly_hasNoChange_asksNothing_andHasNoGate() {
        assertThat(rows.stream().filter(row -> "real-only".equals(row.get("arm"))))
                .hasSize(5)
                .allSatisfy(row -> {
                    assertThat(row.get("changePct")).isEqualTo(0.0);
                    assertThat(row.get("ci95")).isEqualTo(List.of(0.0, 0.0));
                    assertThat(number(row, "prompts")).isZero();
                    assertThat(number(row, "signalsAsked")).isZero();
                    assertThat(number(row, "askedShare")).isZero();
                    assertThat(row.get("gate")).isEqualTo("none");
                });
    }

    @Test
    void gate_isThatOfWarmStartsAlone() {
        assertThat(rows.stream().filter(row -> !"active".equals(row.get("part"))))
                .allSatisfy(row -> assertThat("none".equals(row.get("gate")))
                        .isEqualTo(Set.of("real-only", "naive", "item-mean").contains(row.get("arm"))));
    }

    @Test
    void withheld_isRealOnlyToTheBit() {
        for (Map<?, ?> row : rows) {
            if ("withheld".equals(row.get("gate")) && number(row, "seeds") == 1) {
                Map<?, ?> plain = row(rows, part(row), level(row), "real-only");
                for (String figure : List.of("rmseMacro", "rmseMicro", "rmseUnasked", "mae", "ndcg10Own")) {
                    assertThat(number(row, figure)).as("%s of %s", figure, row).isEqualTo(number(plain, figure));
                }
                assertThat(number(row, "changePct")).isZero();
            }
        }
    }

    @Test
    void order_eachRowHoldsEachFigure_andTheChangeOfEach() {
        assertThat(orderRows).hasSize(3 * OrderArm.values().length).allSatisfy(row -> {
            Set<String> fields = new HashSet<>(ORDER_FIGURES);
            fields.addAll(OTHER_ORDER_FIELDS);
            assertThat(Set.copyOf(row.keySet())).isEqualTo(fields);
            for (String figure : ORDER_FIGURES) {
                if (row.get(figure) != null) {
                    assertThat(number(row, figure)).as("%s of %s", figure, row).isBetween(0.0, 1.0);
                }
            }
            assertThat(number(row, "precision10")).isBetween(0.0, 1.0);
            assertThat(row.get("gateOrder")).isIn("applied", "withheld", "none");
            assertThat(row.get("gateError")).isIn("applied", "withheld", "none");
            Map<?, ?> change = (Map<?, ?>) Objects.requireNonNull(row.get("change"));
            assertThat(change.isEmpty()).isEqualTo("real-only-best".equals(row.get("arm")));
            change.forEach((figure, ends) -> {
                assertThat(figure).isIn(ORDER_FIGURES);
                assertThat((Double) ((List<?>) ends).get(0))
                        .isBetween((Double) ((List<?>) ends).get(1), (Double) ((List<?>) ends).get(2));
            });
        });
    }

    @Test
    void order_changeOfPrecision_isTheDifferenceOfTheRows() {
        for (Map<?, ?> row : orderRows) {
            Map<?, ?> change = (Map<?, ?>) Objects.requireNonNull(row.get("change"));
            if (change.get("precision10") instanceof List<?> ends) {
                Map<?, ?> base = row(orderRows, "order", level(row), "real-only-best");
                assertThat((Double) ends.get(0))
                        .isCloseTo(number(row, "precision10") - number(base, "precision10"), within(ROUNDING));
            }
        }
    }

    @Test
    void order_popularity_agreesWithBruteForce() throws IOException {
        Map<String, Set<String>> known = known();
        Map<String, Integer> counts = new TreeMap<>();
        List<String> items = Files.readAllLines(small.movieLens().resolve("movies.csv")).stream()
                .skip(1)
                .map(line -> line.split(",", -1)[0])
                .toList();
        Map<String, Set<String>> relevant = new TreeMap<>();
        for (Rating rating : ratings()) {
            Set<String> own = known.get(rating.userId());
            if (own == null || own.contains(rating.itemId())) {
                counts.merge(rating.itemId(), 1, Integer::sum);
            } else if (rating.value() >= 4) {
                relevant.computeIfAbsent(rating.userId(), id -> new HashSet<>()).add(rating.itemId());
            }
        }
        double precision = 0;
        for (Map.Entry<String, Set<String>> user : relevant.entrySet()) {
            precision += items.stream()
                            .filter(item ->
                                    !known.getOrDefault(user.getKey(), Set.of()).contains(item))
                            .sorted(Comparator.comparingInt(item -> -counts.getOrDefault(item, 0)))
                            .limit(10)
                            .filter(user.getValue()::contains)
                            .count()
                    / 10.0
                    / relevant.size();
        }
        assertThat(number(row(orderRows, "order", "all", "popularity"), "precision10"))
                .isCloseTo(precision, within(ROUNDING));
    }

    private static String part(Map<?, ?> row) {
        return String.valueOf(row.get("part"));
    }

    private static Object level(Map<?, ?> row) {
        Object level = row.get("level");
        return level == null ? "" : level;
    }

    @Test
    void changePct_ofColdUsers_isTheRatioOfRmseMacro_insideItsInterval() {
        for (Map<?, ?> row : rows) {
            if ("cold-users".equals(row.get("part"))) {
                Map<?, ?> plain = row(rows, "cold-users", level(row), "real-only");
                double ratio = number(row, "rmseMacro") / number(plain, "rmseMacro");
                assertThat(number(row, "changePct")).as("%s", row).isCloseTo(100 * (ratio - 1), within(ROUNDING));
                assertThat(row.get("ci95")).isInstanceOfSatisfying(List.class, ends -> {
                    assertThat((Double) ends.get(0)).isLessThanOrEqualTo(number(row, "changePct"));
                    assertThat((Double) ends.get(1)).isGreaterThanOrEqualTo(number(row, "changePct"));
                });
            }
        }
    }

    @Test
    void changePct_ofColdItemsUnderOneSeed_isTheRatioOfRmseMicro() {
        Map<?, ?> plain = row(rows, "cold-items", "all", "real-only");
        for (String arm : List.of("naive", "warm-start", "placebo", "item-mean", "items-only")) {
            Map<?, ?> row = row(rows, "cold-items", "all", arm);
            assertThat(number(row, "changePct"))
                    .as(arm)
                    .isCloseTo(100 * (number(row, "rmseMicro") / number(plain, "rmseMicro") - 1), within(ROUNDING));
        }
    }

    @Test
    void active_atTheFullShare_allPoliciesAgree() {
        Map<String, List<Double>> full = new TreeMap<>();
        for (Map<?, ?> row : rows) {
            if ("active".equals(row.get("part")) && number(row, "askedShare") == 1) {
                full.computeIfAbsent(row.get("level") + " " + row.get("arm"), key -> new ArrayList<>())
                        .add(number(row, "rmseMacro"));
            }
        }
        assertThat(full).hasSize(5).allSatisfy((key, figures) -> {
            assertThat(figures).hasSize(key.endsWith("warm-start") ? 5 : 3);
            // the protocol: within 0.1 %, else the harness is wrong
            assertThat(figures)
                    .allSatisfy(figure -> assertThat(figure / figures.get(0)).isCloseTo(1, within(0.001)));
        });
    }

    @Test
    void active_asksTheSameNumberUnderEachPolicy() {
        for (Map<?, ?> row : rows) {
            if ("active".equals(row.get("part")) && "warm-start".equals(row.get("arm"))) {
                // 20 users with 12 recorded pairs each
                assertThat(number(row, "signalsAsked")).as("%s", row).isEqualTo(20 * 12 * number(row, "askedShare"));
            }
        }
    }

    @Test
    void naiveAndItemMean_countWhatTheyTook() {
        Map<?, ?> naive = row(rows, "cold-users", "all", "naive");
        Map<?, ?> mean = row(rows, "cold-users", "all", "item-mean");

        // 20 users and 2 personas with 12 answers each, and 100 of the audience
        assertThat(number(naive, "signalsKept")).isEqualTo(22 * 12 + 100);
        assertThat(number(mean, "signalsKept")).isZero();
        assertThat(number(mean, "prompts")).isZero();
    }

    @Test
    void realOnly_figures_agreeWithBruteForce() throws IOException {
        for (boolean all : List.of(false, true)) {
            List<Rating> visible = new ArrayList<>();
            List<Rating> hidden = new ArrayList<>();
            for (Rating rating : ratings()) {
                Set<String> kept = known().get(rating.userId());
                if (kept == null) {
                    if (all) {
                        visible.add(rating);
                    }
                } else {
                    (kept.contains(rating.itemId()) ? visible : hidden).add(rating);
                }
            }
            // the learner goes by the order of rows, so that they are taken as they come, once they are the right ones
            RatingSource shown = Dataset.read(EvaluateArguments.parse(small.arguments("--out", "out")))
                    .visible(all ? Level.ALL : Level.of(0), 1);
            RatingTable table = RatingTable.read(shown);
            assertThat(rowsOf(table))
                    .containsExactlyInAnyOrderElementsOf(rowsOf(RatingTable.read(RatingSource.of(STARS, visible))));
            Set<String> cold = known().keySet();
            RatingModel model = MatrixFactorization.builder()
                    .seed(1)
                    .build()
                    .fit(WarmStartSteps.of(table, ItemCatalog.of(List.of()), cold)
                            .table());
            Map<String, List<Double>> squares = new TreeMap<>();
            double absolute = 0;
            for (Rating rating : hidden) {
                double error = model.predict(rating.userId(), rating.itemId()) - rating.value();
                absolute += Math.abs(error) / hidden.size();
                squares.computeIfAbsent(rating.userId(), id -> new ArrayList<>())
                        .add(error * error);
            }
            Map<?, ?> row = row(rows, "cold-users", all ? "all" : (Object) 0.0, "real-only");
            assertThat(number(row, "mae")).isCloseTo(absolute, within(ROUNDING));
            assertThat(number(row, "rmseMicro"))
                    .isCloseTo(
                            Math.sqrt(squares.values().stream()
                                    .flatMap(List::stream)
                                    .mapToDouble(square -> square)
                                    .average()
                                    .orElseThrow()),
                            within(ROUNDING));
            assertThat(number(row, "rmseMacro"))
                    .isCloseTo(
                            squares.values().stream()
                                    .mapToDouble(own -> Math.sqrt(own.stream()
                                            .mapToDouble(square -> square)
                                            .average()
                                            .orElseThrow()))
                                    .average()
                                    .orElseThrow(),
                            within(ROUNDING));
            assertThat(number(row, "users")).isEqualTo(squares.size());
            assertThat(number(row, "testRatings")).isEqualTo(hidden.size());
        }
    }

    private static List<String> rowsOf(RatingTable table) {
        List<String> rowsOf = new ArrayList<>();
        for (int user = 0; user < table.userCount(); user++) {
            table.ratingsOf(table.userId(user))
                    .forEach(rating -> rowsOf.add(rating.userId() + " " + rating.itemId() + " " + rating.value()));
        }
        return rowsOf;
    }

    private static List<Rating> ratings() throws IOException {
        return Files.readAllLines(small.movieLens().resolve("ratings.csv")).stream()
                .skip(1)
                .map(line -> line.split(",", -1))
                .map(fields -> new Rating(fields[0], fields[1], Double.parseDouble(fields[2])))
                .toList();
    }

    private static Map<String, Set<String>> known() throws IOException {
        Map<String, Set<String>> known = new TreeMap<>();
        Files.readAllLines(small.recordings().resolve("known.csv")).stream()
                .skip(1)
                .map(line -> line.split(",", -1))
                .forEach(fields ->
                        known.computeIfAbsent(fields[0], id -> new HashSet<>()).add(fields[1]));
        return known;
    }

    @Test
    void sameSeed_sameBytes_andAnotherSeedOthers() throws Exception {
        String[] some = {"--levels", "50", "--seeds", "2", "--parts", "cold-users"};
        Evaluated.to(folder.resolve("one"), small, some);
        Evaluated.to(folder.resolve("two"), small, some);
        Evaluated.to(
                folder.resolve("other"),
                small,
                "--levels",
                "50",
                "--seeds",
                "2",
                "--parts",
                "cold-users",
                "--seed",
                "9");

        for (String file : List.of("evaluation.json", "evaluation.md", "evaluation.html")) {
            assertThat(folder.resolve("two/" + file)).hasSameBinaryContentAs(folder.resolve("one/" + file));
        }
        assertThat(row(Evaluated.results(folder.resolve("other")), "cold-users", 50.0, "real-only"))
                .isNotEqualTo(row(Evaluated.results(folder.resolve("one")), "cold-users", 50.0, "real-only"));
        assertThat(Evaluated.results(folder.resolve("one")))
                .allSatisfy(row ->
                        assertThat(row).isEqualTo(row(rows, "cold-users", 50.0, String.valueOf(row.get("arm")))));
    }

    @Test
    void arms_thatAreNotWanted_areLeftOut_butRealOnly() throws Exception {
        Evaluated.to(folder.resolve("arms"), small, "--levels", "0", "--parts", "cold-users", "--arms", "item-mean");

        assertThat(Evaluated.results(folder.resolve("arms")).stream().map(row -> String.valueOf(row.get("arm"))))
                .containsExactly("real-only", "item-mean");
    }

    @Test
    void html_needsNothingElse_andShowsCharts() throws IOException {
        String html = Files.readString(folder.resolve("out/evaluation.html"));

        assertThat(html.replace("xmlns=\"http://www.w3.org/2000/svg\"", ""))
                .doesNotContainIgnoringCase("http:")
                .doesNotContainIgnoringCase("https:")
                .doesNotContainIgnoringCase("<script")
                .doesNotContainIgnoringCase("<link")
                .doesNotContainIgnoringCase("@import")
                .doesNotContainIgnoringCase("url(")
                .doesNotContain("NaN", "Infinity", "Optional");
        // three of each of the two comparisons, users at 2 levels and items at 3, and two of lists
        assertThat(html.split("<svg ", -1)).hasSizeGreaterThanOrEqualTo(1 + 3 + 2 + 5 + 2);
        assertThat(html.split("<svg ", -1)).hasSameSizeAs(html.split("</svg>", -1));
        assertThat(html.split("<tr>", -1)).hasSize(1 + 4 + rows.size() + orderRows.size());
    }
}
