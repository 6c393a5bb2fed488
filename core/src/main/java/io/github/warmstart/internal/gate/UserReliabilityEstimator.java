// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.internal.gate;

import io.github.warmstart.trust.UserReliability;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Estimator of {@link UserReliability}: a robust mixture, as in dynamic borrowing from historical controls.
 *
 * <p>A user's hidden ratings {@code y} were predicted with the signals about users, {@code m1}, and without,
 * {@code m0}. Either the signals are right about this user, {@code y ~ N(m1, v)}, or they are unrelated to this user,
 * {@code y ~ N(m0, v)}, and by Bayes' rule
 *
 * <pre>{@code
 * p_u = s L1 / (s L1 + (1 - s) L0),     L1 / L0 = exp(sum((y - m0)^2 - (y - m1)^2) / (2 v))
 * }</pre>
 *
 * <p>The share {@code s} of users about whom signals are right, and the predictive variance {@code v}, are the most
 * probable ones, found by expectation maximisation over all users; s has a Beta prior whose mode is 0.9 and that counts
 * for ten users, since the signals have passed the gate. A user's weight falls if the user's own ratings contradict the
 * signals by more than chance explains; a user with five ratings whose predictions hardly depend on signals keeps about
 * s.
 *
 * <p>The weights of a user's pseudo ratings are multiplied by {@code p_u}. To first order in the weight that is the
 * mixture {@code p_u m1 + (1 - p_u) m0}.
 *
 * <p><b>Users without a rating to compare with</b> get the 5 % quantile of the posterior of s, and not its mean: the
 * fewer users can be tested, and the more of them contradict their signals, the lower. Without any tested user it is
 * the quantile of the prior, 0.64.
 *
 * @see <a href="https://doi.org/10.1111/biom.13927">Yang et al.: SAM: Self-adapting mixture prior (Biometrics 2023),
 *     whose weight is the same ratio with s = 1/2</a>
 * @see <a href="https://doi.org/10.1111/biom.12242">Schmidli et al.: Robust meta-analytic-predictive priors (2014)</a>
 */
final class UserReliabilityEstimator {

    /** Prior of the share: Beta with mode 0.9, equivalent to ten users of whom signals are right about nine. */
    private static final double RIGHT = 9;

    private static final double WRONG = 1;

    private static final int MAX_TURNS = 500;
    private static final double TOLERANCE = 1e-9;
    private static final int STEPS = 1000;
    private static final double QUANTILE = 0.05;

    private UserReliabilityEstimator() {}

    /** Sums of squared errors of one user's ratings, without signals about users and with them. */
    record Evidence(int ratings, double without, double with) {

        static final Evidence NONE = new Evidence(0, 0, 0);

        Evidence plus(Evidence other) {
            return new Evidence(ratings + other.ratings, without + other.without, with + other.with);
        }

        Evidence minus(Evidence other) {
            return new Evidence(ratings - other.ratings, without - other.without, with - other.with);
        }

        double logRatio(double variance) {
            return (without - with) / (2 * variance);
        }

        double chance(double share, double variance) {
            return share / (share + (1 - share) * StrictMath.exp(-logRatio(variance)));
        }
    }

    /** Parameters that all users share. */
    record Population(double share, double variance) {

        /** Most probable share and variance. */
        static Population of(Map<String, Evidence> users) {
            long ratings = users.values().stream().mapToLong(Evidence::ratings).sum();
            double share = RIGHT / (RIGHT + WRONG);
            double variance = squares(users, new Population(share, Double.POSITIVE_INFINITY)) / ratings;
            for (int turn = 0; turn < MAX_TURNS && variance > 0; turn++) {
                Population now = new Population(share, variance);
                double right = users.values().stream()
                        .mapToDouble(evidence -> evidence.chance(now.share, now.variance))
                        .sum();
                share = (RIGHT + right) / (RIGHT + WRONG + users.size());
                variance = squares(users, now) / ratings;
                if (Math.abs(share - now.share) < TOLERANCE) {
                    break;
                }
            }
            return new Population(share, variance);
        }

        private static double squares(Map<String, Evidence> users, Population now) {
            return users.values().stream()
                    .mapToDouble(evidence -> {
                        double chance = evidence.chance(now.share, now.variance);
                        return chance * evidence.with + (1 - chance) * evidence.without;
                    })
                    .sum();
        }

        /** Reliability of a user; the share where the variance is 0. */
        double chance(Evidence evidence) {
            return variance > 0 ? evidence.chance(share, variance) : share;
        }

        /** Quantile of the posterior of the share, given the variance, on a grid. */
        double low(Iterable<Evidence> users) {
            double[] logs = new double[STEPS];
            double highest = Double.NEGATIVE_INFINITY;
            for (int step = 0; step < STEPS; step++) {
                double candidate = (step + 0.5) / STEPS;
                double sum = RIGHT * StrictMath.log(candidate) + WRONG * StrictMath.log(1 - candidate);
                if (variance > 0) {
                    for (Evidence evidence : users) {
                        sum += logMixture(candidate, evidence.logRatio(variance));
                    }
                }
                logs[step] = sum;
                highest = Math.max(highest, sum);
            }
            double total = 0;
            for (int step = 0; step < STEPS; step++) {
                logs[step] = StrictMath.exp(logs[step] - highest);
                total += logs[step];
            }
            double passed = 0;
            int step = 0;
            while (passed + logs[step] < QUANTILE * total) {
                passed += logs[step++];
            }
            return (step + 0.5) / STEPS;
        }

        /** {@code log(share exp(ratio) + 1 - share)}, without overflow. */
        private static double logMixture(double share, double ratio) {
            double max = Math.max(ratio, 0);
            return max + StrictMath.log(share * StrictMath.exp(ratio - max) + (1 - share) * StrictMath.exp(-max));
        }
    }

    /** Reliability of users by their evidence. */
    static UserReliability of(Map<String, Evidence> users, Population population) {
        Map<String, Double> chances = new LinkedHashMap<>();
        users.forEach((userId, evidence) -> chances.put(userId, population.chance(evidence)));
        return new UserReliability(chances, population.share, population.low(users.values()));
    }

    /** Reliability without any tested user. */
    static UserReliability ofPrior() {
        return of(Map.of(), new Population(RIGHT / (RIGHT + WRONG), 0));
    }
}
