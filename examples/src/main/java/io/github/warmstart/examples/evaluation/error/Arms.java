// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.examples.evaluation.error;

import io.github.warmstart.ColdStartBootstrapper;
import io.github.warmstart.WarmStart;
import io.github.warmstart.examples.evaluation.setup.Arm;
import io.github.warmstart.examples.recordings.RecordedSignalGenerator;
import io.github.warmstart.examples.recordings.Recordings;
import io.github.warmstart.factorization.MatrixFactorization;
import io.github.warmstart.options.AskingOptions;
import io.github.warmstart.rating.table.PseudoRating;
import io.github.warmstart.rating.table.RatingTable;
import io.github.warmstart.recommend.Recommender;
import io.github.warmstart.report.RoundReport;
import io.github.warmstart.signal.SyntheticSignalGenerator;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/** Runner of the arms. Every arm trains the same learner, with the library's defaults. */
public final class Arms {

    /** User whose ratings stand for audience signals in the naive arm. */
    private static final String AUDIENCE_USER = "naive:audience";

    private Arms() {}

    /** The learner of all arms. */
    public static Recommender recommender(long seed) {
        return MatrixFactorization.builder().seed(seed).build();
    }

    static ArmRun run(Arm arm, Situation situation) throws InterruptedException {
        return switch (arm) {
            case REAL_ONLY -> ArmRun.unasked(recommender(situation.seed()).fit(situation.table()));
            case NAIVE -> appended(situation, false);
            case ITEM_MEAN -> appended(situation, true);
            case WARM_START -> warmStart(situation, generator(situation), true);
            case PLACEBO -> warmStart(situation, new PlaceboGenerator(generator(situation), situation.users()), true);
            case ITEMS_ONLY -> warmStart(situation, generator(situation), false);
        };
    }

    private static SyntheticSignalGenerator generator(Situation situation) {
        return RecordedSignalGenerator.builder(situation.recordings())
                .coldItems(situation.kind() == Recordings.Kind.COLD_ITEM)
                .build();
    }

    private static ArmRun warmStart(Situation situation, SyntheticSignalGenerator generator, boolean users)
            throws InterruptedException {
        ColdStartBootstrapper.Builder builder = ColdStartBootstrapper.builder()
                .ratings(situation.source())
                .catalog(situation.catalog())
                .coldUsers(situation.users())
                .generator(generator)
                .recommender(recommender(situation.seed()))
                .seed(situation.seed());
        Recordings recordings = situation.recordings();
        // a folder need not describe personas
        if (users
                && situation.kind() == Recordings.Kind.USER
                && Files.exists(recordings.folder().resolve("personas.csv"))) {
            builder.asking(ask -> ask.personas(recordings.personas()));
        }
        if (situation.kind() == Recordings.Kind.COLD_ITEM) {
            builder.coldUsers(List.of()).coldItems(recordings.coldItems());
        }
        if (!users) {
            builder.asking(ask -> ask.userRounds(0));
        }
        WarmStart start = builder.build().warmStart();
        List<RoundReport> rounds = start.report().rounds();
        return new ArmRun(
                start.model(),
                start.report().spending().requests(),
                rounds.stream().mapToLong(RoundReport::asked).sum(),
                rounds.stream().mapToLong(RoundReport::received).sum(),
                start.applied() ? ArmRun.Verdict.APPLIED : ArmRun.Verdict.WITHHELD);
    }

    /** Every recorded answer as a rating of weight 1, or the visible mean of its item instead. */
    private static ArmRun appended(Situation situation, boolean itemMeans) {
        Recordings recordings = situation.recordings();
        ToDoubleFunction<String> means = means(situation.plain());
        List<PseudoRating> rows = new ArrayList<>();
        int prompts = 0;
        List<Recordings.Kind> kinds = situation.kind() == Recordings.Kind.USER
                ? List.of(Recordings.Kind.USER, Recordings.Kind.PERSONA, Recordings.Kind.ITEM_PRIOR)
                : List.of(situation.kind(), Recordings.Kind.ITEM_PRIOR);
        for (Recordings.Kind kind : kinds) {
            List<Optional<String>> subjects = kind == Recordings.Kind.ITEM_PRIOR
                    ? List.of(Optional.empty())
                    : recordings.subjects(kind).stream().map(Optional::of).toList();
            for (Optional<String> subject : subjects) {
                Map<String, Double> answers = recordings.answers(kind, subject);
                prompts += (answers.size() + AskingOptions.DEFAULT_ITEMS_PER_REQUEST - 1)
                        / AskingOptions.DEFAULT_ITEMS_PER_REQUEST;
                String userId = kind == Recordings.Kind.PERSONA
                        ? "naive:" + subject.orElseThrow()
                        : subject.orElse(AUDIENCE_USER);
                answers.forEach((itemId, value) ->
                        rows.add(new PseudoRating(userId, itemId, itemMeans ? means.applyAsDouble(itemId) : value, 1)));
            }
        }
        RatingTable table = situation.plain().plus(rows);
        return new ArmRun(
                recommender(situation.seed()).fit(table),
                itemMeans ? 0 : prompts,
                itemMeans ? 0 : rows.size(),
                itemMeans ? 0 : rows.size(),
                ArmRun.Verdict.NONE);
    }

    private static ToDoubleFunction<String> means(RatingTable table) {
        double sum = 0;
        for (int row = 0; row < table.size(); row++) {
            sum += table.value(row);
        }
        double global = table.size() == 0 ? table.scale().midpoint() : sum / table.size();
        return itemId -> {
            int item = table.itemIndex(itemId);
            if (item < 0 || table.itemSize(item) == 0) {
                return global;
            }
            double own = 0;
            for (int position = 0; position < table.itemSize(item); position++) {
                own += table.value(table.itemRow(item, position));
            }
            return own / table.itemSize(item);
        };
    }
}
