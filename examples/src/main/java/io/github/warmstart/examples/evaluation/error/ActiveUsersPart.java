// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.examples.evaluation.error;

import io.github.warmstart.examples.evaluation.setup.Arm;
import io.github.warmstart.examples.evaluation.setup.EvaluateArguments;
import io.github.warmstart.examples.evaluation.setup.Level;
import io.github.warmstart.examples.evaluation.setup.Part;
import io.github.warmstart.examples.evaluation.setup.Together;
import io.github.warmstart.examples.recordings.Recordings;
import io.github.warmstart.recommend.BootstrapEnsemble;
import io.github.warmstart.recommend.RatingModel;
import io.github.warmstart.recommend.Recommender;
import io.github.warmstart.signal.SyntheticSignal;
import io.github.warmstart.statistics.PairedBootstrap;
import io.github.warmstart.uncertainty.Policies;
import io.github.warmstart.uncertainty.UncertaintyPolicy;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;

/**
 * Comparison of policies on the recorded pairs of each cold user: every policy asks for a quarter, a half and all of
 * them, in rounds of at most five for each user, in addition to all audience signals. Without the gate: only the order
 * of questions is compared. At the full share all policies have the same signals.
 */
public final class ActiveUsersPart implements Part<Row> {

    private static final List<Level> LEVELS = List.of(Level.of(1000), Level.ALL);
    private static final double[] SHARES = {0.25, 0.5, 1};
    private static final int PAIRS_A_ROUND = 5;
    private static final int MEMBERS = 5;
    private static final String RANDOM = "random";
    private static final String DISAGREEMENT = "ensemble-disagreement";

    private final Dataset data;
    private final EvaluateArguments arguments;

    /** A part on these data. */
    public ActiveUsersPart(Dataset data, EvaluateArguments arguments) {
        this.data = data;
        this.arguments = arguments;
    }

    private static Map<String, UncertaintyPolicy> policies() {
        Map<String, UncertaintyPolicy> policies = new LinkedHashMap<>();
        policies.put(RANDOM, Policies.random());
        policies.put("distance-from-midpoint", Policies.distanceFromMidpoint());
        policies.put(DISAGREEMENT, Policies.ensembleDisagreement());
        policies.put("posterior-variance", Policies.posteriorVariance());
        policies.put("expected-variance-reduction (default)", Policies.expectedVarianceReduction());
        return policies;
    }

    private int runs(String policy) {
        return policy.equals(RANDOM) ? arguments.randomSeeds() : 1;
    }

    @Override
    public int steps() {
        return LEVELS.size() * policies().keySet().stream().mapToInt(this::runs).sum();
    }

    @Override
    public List<Row> run(Runnable step) throws InterruptedException {
        List<Row> rows = new ArrayList<>();
        for (Level level : LEVELS) {
            Situation situation = Situation.ofColdUsers(data, level, arguments.seed());
            Cell realOnly = new Cell(data.coldUsersHeldOut(), data::asked);
            ArmRun plain = Arms.run(Arm.REAL_ONLY, situation);
            realOnly.add(plain);
            List<Callable<List<ArmRun>>> asking = new ArrayList<>();
            policies().forEach((name, policy) -> {
                for (int run = 0; run < runs(name); run++) {
                    int number = run;
                    asking.add(() -> ask(situation, plain.model(), name, policy, number));
                }
            });
            Iterator<List<ArmRun>> asked = Together.run(asking, step).iterator();
            for (String name : policies().keySet()) {
                List<Cell> cells = new ArrayList<>();
                for (int share = 0; share < SHARES.length; share++) {
                    cells.add(new Cell(data.coldUsersHeldOut(), data::asked));
                }
                for (int run = 0; run < runs(name); run++) {
                    List<ArmRun> shares = asked.next();
                    for (int share = 0; share < SHARES.length; share++) {
                        cells.get(share).add(shares.get(share));
                    }
                }
                for (int share = 0; share < SHARES.length; share++) {
                    rows.add(cells.get(share)
                            .row(
                                    EvaluateArguments.ACTIVE,
                                    level,
                                    Arm.WARM_START,
                                    Optional.of(name),
                                    SHARES[share],
                                    Optional.of(realOnly),
                                    PairedBootstrap.Figure.PER_USER_RMSE,
                                    arguments.seed()));
                }
            }
        }
        return rows;
    }

    /** Asks round after round; one run for each of the shares. */
    private List<ArmRun> ask(Situation situation, RatingModel plain, String name, UncertaintyPolicy policy, int run)
            throws InterruptedException {
        List<SyntheticSignal> signals =
                new ArrayList<>(Recorded.audience(data, situation.table().scale()));
        Map<String, List<String>> left = new LinkedHashMap<>();
        situation.users().forEach(userId -> left.put(userId, recorded(userId)));
        int most = left.values().stream().mapToInt(List::size).max().orElse(0);
        int audience = signals.size();
        int prompts = 0;
        List<ArmRun> runs = new ArrayList<>();
        SplittableRandom random = new SplittableRandom(arguments.seed() + 1000L * run);
        for (int share = 0, asked = 0; share < SHARES.length; share++) {
            int target = (int) Math.ceil(SHARES[share] * most);
            while (asked < target) {
                int limit = Math.min(PAIRS_A_ROUND, target - asked);
                // the random policy does not use the model
                RatingModel model = name.equals(RANDOM) ? plain : model(situation, name, signals);
                for (Map.Entry<String, List<String>> user : left.entrySet()) {
                    prompts += choose(situation, policy, limit, model, user, random, signals);
                }
                asked += limit;
            }
            RatingModel model = situation.steps().train(Arms.recommender(situation.seed()), signals);
            int users = signals.size() - audience;
            runs.add(new ArmRun(model, prompts, users, users, ArmRun.Verdict.NONE));
        }
        return runs;
    }

    /** The model for the policy, trained on all signals so far. */
    private RatingModel model(Situation situation, String name, List<SyntheticSignal> signals) {
        Recommender recommender = Arms.recommender(situation.seed());
        return situation
                .steps()
                .train(
                        name.equals(DISAGREEMENT)
                                ? new BootstrapEnsemble(recommender, MEMBERS, situation.seed())
                                : recommender,
                        signals);
    }

    private int choose(
            Situation situation,
            UncertaintyPolicy policy,
            int limit,
            RatingModel model,
            Map.Entry<String, List<String>> user,
            SplittableRandom random,
            List<SyntheticSignal> signals)
            throws InterruptedException {
        String userId = user.getKey();
        List<UncertaintyPolicy.UserItem> pairs = user.getValue().stream()
                .map(itemId -> new UncertaintyPolicy.UserItem(userId, itemId))
                .toList();
        if (pairs.isEmpty()) {
            return 0;
        }
        List<UncertaintyPolicy.UserItem> chosen =
                policy.choose(new UncertaintyPolicy.Candidates(model, pairs, random.split()), limit);
        Set<String> gone = new HashSet<>();
        chosen.forEach(pair -> gone.add(pair.itemId()));
        user.getValue().removeAll(gone);
        signals.addAll(
                Recorded.user(data, userId, List.copyOf(gone), situation.table().scale()));
        return 1;
    }

    /** The recorded items of a user that are in the catalogue, in the order of their ids. */
    private List<String> recorded(String userId) {
        return new ArrayList<>(data.recordings().answers(Recordings.Kind.USER, Optional.of(userId)).keySet().stream()
                .filter(itemId -> data.catalog().item(itemId).isPresent())
                .sorted(Comparator.naturalOrder())
                .toList());
    }
}
