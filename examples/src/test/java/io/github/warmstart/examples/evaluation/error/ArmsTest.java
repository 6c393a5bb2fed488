// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.examples.evaluation.error;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.warmstart.catalog.Item;
import io.github.warmstart.catalog.UserProfile;
import io.github.warmstart.examples.evaluation.Evaluated;
import io.github.warmstart.examples.evaluation.setup.Arm;
import io.github.warmstart.examples.evaluation.setup.EvaluateArguments;
import io.github.warmstart.examples.evaluation.setup.Level;
import io.github.warmstart.examples.fixture.SmallMovieLens;
import io.github.warmstart.examples.recordings.RecordedSignalGenerator;
import io.github.warmstart.examples.recordings.Recordings;
import io.github.warmstart.rating.table.PseudoRating;
import io.github.warmstart.rating.table.RatingTable;
import io.github.warmstart.recommend.RatingModel;
import io.github.warmstart.signal.SignalKind;
import io.github.warmstart.signal.SignalReply;
import io.github.warmstart.signal.SignalRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What arms do, and what they never see. */
class ArmsTest {

    @TempDir
    private Path folder;

    private SmallMovieLens small(String name) throws IOException {
        return new SmallMovieLens(folder.resolve(name)).withPersonalAnswers();
    }

    private static Dataset dataset(SmallMovieLens small) {
        return Dataset.read(EvaluateArguments.parse(small.arguments("--out", "out")));
    }

    private static void rewrite(Path file, UnaryOperator<String> line) throws IOException {
        Files.write(file, Files.readAllLines(file).stream().map(line).toList());
    }

    /** The same folder, but every hidden rating of a cold user is turned upside down. */
    private SmallMovieLens withOtherHiddenRatings() throws IOException {
        SmallMovieLens small = small("other");
        Set<String> cold = Set.copyOf(Files.readAllLines(small.recordings().resolve("cold_users.csv")));
        Set<String> known = Set.copyOf(Files.readAllLines(small.recordings().resolve("known.csv")));
        rewrite(small.movieLens().resolve("ratings.csv"), line -> {
            String[] fields = line.split(",", -1);
            return cold.contains(fields[0])
                            && !fields[0].equals("userId")
                            && !known.contains(fields[0] + "," + fields[1])
                    ? "%s,%s,%s,%s".formatted(fields[0], fields[1], 5.5 - Double.parseDouble(fields[2]), fields[3])
                    : line;
        });
        return small;
    }

    private static List<Item> items(Dataset data) {
        return List.copyOf(data.catalog().items());
    }

    private static void assertSameBits(RatingModel one, RatingModel other, Dataset data) {
        for (String userId : data.coldUsers()) {
            for (Item item : data.catalog().items()) {
                assertThat(other.predict(userId, item.id()))
                        .as("user %s, item %s", userId, item.id())
                        .isEqualTo(one.predict(userId, item.id()));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Arm.class)
    void hiddenRatings_changeNoModel(Arm arm) throws Exception {
        Dataset data = dataset(small("one"));
        Dataset other = dataset(withOtherHiddenRatings());
        assertThat(other.coldUsersHeldOut().ratings())
                .isEqualTo(data.coldUsersHeldOut().ratings());
        for (Level level : List.of(Level.of(0), Level.of(300), Level.ALL)) {
            ArmRun run = Arms.run(arm, Situation.ofColdUsers(data, level, 1));
            ArmRun otherRun = Arms.run(arm, Situation.ofColdUsers(other, level, 1));

            assertThat(otherRun.gate()).isEqualTo(run.gate());
            assertThat(otherRun.prompts()).isEqualTo(run.prompts());
            assertThat(otherRun.asked()).isEqualTo(run.asked());
            assertThat(otherRun.kept()).isEqualTo(run.kept());
            assertSameBits(run.model(), otherRun.model(), data);
            assertThat(other.coldUsersHeldOut().judge(otherRun.model()).rmsePooled())
                    .isNotEqualTo(data.coldUsersHeldOut().judge(run.model()).rmsePooled());
        }
    }

    @Test
    void hiddenRatings_changeNoFigureOfTheProgramButErrors() throws Exception {
        String[] some = {"--levels", "300", "--seeds", "1", "--parts", "cold-users"};
        Evaluated.to(folder.resolve("out-one"), small("one"), some);
        Evaluated.to(folder.resolve("out-other"), withOtherHiddenRatings(), some);

        List<Map<?, ?>> rows = Evaluated.results(folder.resolve("out-one"));
        List<Map<?, ?>> others = Evaluated.results(folder.resolve("out-other"));

        assertThat(withoutErrors(others)).isEqualTo(withoutErrors(rows));
        assertThat(others).isNotEqualTo(rows);
    }

    private static List<Map<?, ?>> withoutErrors(List<Map<?, ?>> rows) {
        Set<String> errors =
                Set.of("rmseMacro", "rmseMicro", "rmseAsked", "rmseUnasked", "mae", "ndcg10Own", "changePct", "ci95");
        List<Map<?, ?>> rest = new ArrayList<>();
        for (Map<?, ?> row : rows) {
            Map<?, ?> some = new HashMap<>(row);
            some.keySet().removeIf(key -> errors.contains(String.valueOf(key)));
            rest.add(some);
        }
        return rest;
    }

    @Test
    void visibleRatings_areThoseOfTheLevel_andNested() throws Exception {
        Dataset data = dataset(small("one"));
        long known =
                data.recordings().known().values().stream().mapToLong(Set::size).sum();

        RatingTable none = RatingTable.read(data.visible(Level.of(0), 1));
        RatingTable few = RatingTable.read(data.visible(Level.of(50), 1));
        RatingTable more = RatingTable.read(data.visible(Level.of(200), 1));
        RatingTable all = RatingTable.read(data.visible(Level.ALL, 1));

        assertThat(none.size()).isEqualTo(known);
        assertThat(few.size()).isEqualTo(known + 50);
        assertThat(all.size()).isEqualTo(known + data.facts().warmRatings());
        assertThat(pairs(more)).containsAll(pairs(few));
        assertThat(pairs(RatingTable.read(data.visible(Level.of(50), 2)))).isNotEqualTo(pairs(few));
    }

    private static Set<String> pairs(RatingTable table) {
        Set<String> pairs = new HashSet<>();
        for (int user = 0; user < table.userCount(); user++) {
            String userId = table.userId(user);
            table.ratingsOf(userId).forEach(rating -> pairs.add(userId + " " + rating.itemId()));
        }
        return pairs;
    }

    @Test
    void visibleOfOldItems_holdNoNewItem_andNobodyCold() throws Exception {
        Dataset data = dataset(small("one"));
        Set<String> newItems = data.recordings().coldItems();

        RatingTable table = RatingTable.read(data.visibleOfOldItems(Level.ALL, 1));

        assertThat(pairs(table)).isNotEmpty().allSatisfy(pair -> {
            assertThat(newItems).doesNotContain(pair.split(" ", -1)[1]);
            assertThat(data.recordings().coldUsers()).doesNotContain(pair.split(" ", -1)[0]);
        });
    }

    @Test
    void wrongAnswers_areWithheld_andLeaveNoTraceInTheModel() throws Exception {
        Dataset data = withWrongAnswers("wrong", 7);
        ArmRun run = Arms.run(Arm.WARM_START, Situation.ofColdUsers(data, Level.ALL, 1));
        ArmRun other =
                Arms.run(Arm.WARM_START, Situation.ofColdUsers(withWrongAnswers("otherwise wrong", 4), Level.ALL, 1));

        assertThat(run.gate()).isEqualTo(ArmRun.Verdict.WITHHELD);
        assertThat(run.prompts()).isPositive();
        assertThat(other.gate()).isEqualTo(ArmRun.Verdict.WITHHELD);
        // catalogue attributes may be in it, so it need not be the model on ratings alone
        assertSameBits(other.model(), run.model(), data);
    }

    /** Answers about the audience that have nothing to do with what it likes. */
    private Dataset withWrongAnswers(String name, int stride) throws Exception {
        SmallMovieLens small = small(name);
        int[] line = {0};
        rewrite(small.recordings().resolve("signals.csv"), text -> {
            if (text.startsWith("kind")) {
                return text;
            }
            return text.substring(0, text.lastIndexOf(',')) + "," + (1 + stride * line[0]++ % 9 / 2.0);
        });
        return dataset(small);
    }

    @Test
    void itemMean_appendsTheVisibleMeanOfEachItem() throws Exception {
        Dataset data = dataset(small("one"));
        Situation situation = Situation.ofColdUsers(data, Level.of(50), 1);
        RatingTable table = situation.plain();
        Map<String, List<Double>> values = new HashMap<>();
        List<Double> all = new ArrayList<>();
        for (int user = 0; user < table.userCount(); user++) {
            table.ratingsOf(table.userId(user)).forEach(rating -> {
                values.computeIfAbsent(rating.itemId(), id -> new ArrayList<>()).add(rating.value());
                all.add(rating.value());
            });
        }

        ArmRun means = Arms.run(Arm.ITEM_MEAN, situation);
        ArmRun naive = Arms.run(Arm.NAIVE, situation);

        RatingModel byHand = Arms.recommender(1)
                .fit(table.plus(appended(data.recordings())
                        .map(one -> new PseudoRating(
                                one.userId(), one.itemId(), mean(values.getOrDefault(one.itemId(), all)), 1))
                        .toList()));
        RatingModel naiveByHand =
                Arms.recommender(1).fit(table.plus(appended(data.recordings()).toList()));
        assertThat(values.size()).isLessThan(data.catalog().size());
        assertSameBits(byHand, means.model(), data);
        assertSameBits(naiveByHand, naive.model(), data);
        assertThat(naive.asked()).isEqualTo(appended(data.recordings()).count());
        assertThat(means.asked()).isZero();
    }

    private static double mean(List<Double> values) {
        return values.stream().mapToDouble(value -> value).sum() / values.size();
    }

    private static Stream<PseudoRating> appended(Recordings recordings) {
        return Stream.of(
                        recordings.subjects(Recordings.Kind.USER).stream()
                                .flatMap(user -> rows(recordings, Recordings.Kind.USER, Optional.of(user), user)),
                        recordings.subjects(Recordings.Kind.PERSONA).stream()
                                .flatMap(persona -> rows(
                                        recordings, Recordings.Kind.PERSONA, Optional.of(persona), "naive:" + persona)),
                        rows(recordings, Recordings.Kind.ITEM_PRIOR, Optional.empty(), "naive:audience"))
                .flatMap(rows -> rows);
    }

    private static Stream<PseudoRating> rows(
            Recordings recordings, Recordings.Kind kind, Optional<String> subject, String userId) {
        return recordings.answers(kind, subject).entrySet().stream()
                .map(answer -> new PseudoRating(userId, answer.getKey(), answer.getValue(), 1));
    }

    @Test
    void placebo_answersAboutAUserWithWhatWasRecordedAboutTheNext() throws Exception {
        Dataset data = dataset(small("one"));
        List<String> users = data.coldUsers();
        String user = users.get(users.size() - 1);
        String next = users.get(0);
        Recordings recordings = data.recordings();
        Map<String, Double> own = recordings.answers(Recordings.Kind.USER, Optional.of(user));
        Map<String, Double> others = recordings.answers(Recordings.Kind.USER, Optional.of(next));
        PlaceboGenerator placebo = new PlaceboGenerator(RecordedSignalGenerator.of(recordings), users);
        List<Item> items = others.keySet().stream()
                .map(itemId -> data.catalog().item(itemId).orElseThrow())
                .toList();
        SignalRequest request = new SignalRequest.AsUser(UserProfile.of(user), List.of(), items, data.scale());
        List<SignalReply> replies = new ArrayList<>();

        placebo.generate(List.of(request), replies::add);

        assertThat(own.keySet()).isNotEqualTo(others.keySet());
        assertThat(replies).hasSize(1);
        assertThat(replies.get(0).request()).isSameAs(request);
        assertThat(replies.get(0).outcome()).isEqualTo(SignalReply.Outcome.COMPLETE);
        assertThat(replies.get(0).signals()).hasSameSizeAs(others.keySet()).allSatisfy(signal -> {
            assertThat(signal.subject()).contains(user);
            assertThat(signal.value()).isEqualTo(others.get(signal.itemId()));
        });
        for (Item item : data.catalog().items()) {
            assertThat(placebo.canAnswer(SignalKind.USER, Optional.of(user), item.id()))
                    .isEqualTo(others.containsKey(item.id()));
        }
    }

    @Test
    void placebo_answersAboutTheAudienceAsTheyAre() throws Exception {
        Dataset data = dataset(small("one"));
        RecordedSignalGenerator plain = RecordedSignalGenerator.of(data.recordings());
        PlaceboGenerator placebo = new PlaceboGenerator(plain, data.coldUsers());
        SignalRequest request = new SignalRequest.AsAudience(items(data).subList(0, 5), data.scale());
        List<SignalReply> replies = new ArrayList<>();

        placebo.generate(List.of(request), replies::add);
        plain.generate(List.of(request), replies::add);

        assertThat(replies.get(0).signals()).hasSize(5);
        for (int signal = 0; signal < 5; signal++) {
            assertThat(replies.get(0).signals().get(signal).value())
                    .isEqualTo(replies.get(1).signals().get(signal).value());
            assertThat(replies.get(0).signals().get(signal).subject()).isEmpty();
        }
        assertThat(placebo.canAnswer(
                        SignalKind.AUDIENCE,
                        Optional.empty(),
                        items(data).get(0).id()))
                .isTrue();
    }
}
