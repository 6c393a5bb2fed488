// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.internal.calibration;

import io.github.warmstart.rating.table.PseudoRating;
import io.github.warmstart.rating.table.RatingTable;
import io.github.warmstart.recommend.BiasModel;
import io.github.warmstart.signal.SignalKind;
import io.github.warmstart.signal.SyntheticSignal;
import io.github.warmstart.trust.Calibration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Calibration of signals about invented users: how far people's tastes vary along those of the personas.
 *
 * <p>{@code t_pi} is the difference between the answer of persona p for item i and the item's mean, less the mean of
 * these differences over the persona's items: the level of an invented user carries no information. Real users'
 * residuals {@code e_u} (ratings less item means, centred over the user's items) are assumed to have the covariance
 * {@code b K_u + s_u^2 C}, with {@code K_u} the mean of {@code t_p t_p'} over personas, centred likewise, and C the
 * centring of n items. Matching the moments of {@code e'K e} and {@code e'e}, which is the regression of Haseman and
 * Elston (1972) with a term for noise, gives
 *
 * <pre>b = sum_u (e'K e - e'e tr(K) / (n - 1)) / sum_u (|K|^2 - tr(K)^2 / (n - 1))</pre>
 *
 * and the spread of the terms over users gives its standard error. b is 1 if people's tastes spread along the personas'
 * as far as the personas do, and 0 if the tastes of personas are unrelated to theirs.
 *
 * <p>A signal becomes the pseudo rating {@code itemMean + sqrt(min(1, b)) t} of an invented user, with a fixed weight,
 * {@value #ASSUMED_RATINGS} where b is unknown and {@value #MEASURED_RATINGS} where it is above 0; the gate tests
 * whether that helps. Cost is O(users x (personas^2 x rated items)).
 *
 * @see <a href="https://doi.org/10.1007/BF01066731">Haseman, Elston: The Investigation of Linkage Between a
 *     Quantitative Trait and a Marker Locus (1972)</a>
 */
final class PersonaCalibration {

    static final String PREFIX = PseudoRating.MADE_UP + "persona:";
    /** Effective ratings of a signal where b is unknown. */
    static final double ASSUMED_RATINGS = 0.1;
    /** Effective ratings of a signal where b is above 0. */
    static final double MEASURED_RATINGS = 0.4;
    /** Minimum numbers of pairs and of users for an estimate. */
    static final int MIN_PAIRS = 30;

    static final int MIN_USERS = 5;
    /** Minimum number of a user's ratings of items that personas were asked about. */
    private static final int MIN_ITEMS = 3;

    private final BiasModel bias;
    private final Map<String, Map<String, Double>> tastes;
    private final Calibration summary;

    private PersonaCalibration(BiasModel bias, Map<String, Map<String, Double>> tastes, Calibration summary) {
        this.bias = bias;
        this.tastes = tastes;
        this.summary = summary;
    }

    /**
     * Fits the model.
     *
     * @param table real ratings
     * @param signals signals about personas, one or more; of two about one pair the later counts
     */
    static PersonaCalibration fit(RatingTable table, BiasModel bias, List<SyntheticSignal> signals) {
        Map<String, Map<String, Double>> tastes = new LinkedHashMap<>();
        for (SyntheticSignal signal : signals) {
            tastes.computeIfAbsent(signal.subject().orElseThrow(), id -> new LinkedHashMap<>())
                    .put(signal.itemId(), signal.value() - bias.itemMean(signal.itemId()));
        }
        double offset = 0;
        for (Map<String, Double> taste : tastes.values()) {
            double level = taste.values().stream()
                    .mapToDouble(value -> value)
                    .average()
                    .orElseThrow();
            offset += level / tastes.size();
            taste.replaceAll((itemId, value) -> value - level);
        }
        List<double[]> terms = new ArrayList<>();
        int pairs = 0;
        for (int user = 0; user < table.userCount(); user++) {
            List<String> items = new ArrayList<>();
            List<Double> residuals = new ArrayList<>();
            for (int row = table.userStart(user); row < table.userEnd(user); row++) {
                String itemId = table.itemId(table.item(row));
                if (!table.pseudo(row) && tastes.values().stream().anyMatch(taste -> taste.containsKey(itemId))) {
                    items.add(itemId);
                    residuals.add(table.value(row) - bias.itemMean(itemId));
                }
            }
            if (items.size() >= MIN_ITEMS) {
                terms.add(term(tastes, items, residuals));
                pairs += items.size();
            }
        }
        return new PersonaCalibration(bias, tastes, summary(bias, terms, pairs, offset));
    }

    /** Terms of one user in numerator and denominator. */
    private static double[] term(Map<String, Map<String, Double>> tastes, List<String> items, List<Double> residuals) {
        double[] e = centred(residuals.stream().mapToDouble(value -> value).toArray());
        List<double[]> t = new ArrayList<>();
        for (Map<String, Double> taste : tastes.values()) {
            t.add(centred(items.stream()
                    .mapToDouble(itemId -> taste.getOrDefault(itemId, 0.0))
                    .toArray()));
        }
        int personas = t.size();
        double along = 0;
        double trace = 0;
        double square = 0;
        for (int p = 0; p < personas; p++) {
            double projection = dot(t.get(p), e);
            along += projection * projection / personas;
            trace += dot(t.get(p), t.get(p)) / personas;
            for (int other = 0; other < personas; other++) {
                double product = dot(t.get(p), t.get(other)) / personas;
                square += product * product;
            }
        }
        int free = items.size() - 1;
        return new double[] {along - dot(e, e) * trace / free, square - trace * trace / free};
    }

    private static Calibration summary(BiasModel bias, List<double[]> terms, int pairs, double offset) {
        double above = terms.stream().mapToDouble(term -> term[0]).sum();
        double below = terms.stream().mapToDouble(term -> term[1]).sum();
        boolean assumed = pairs < MIN_PAIRS || terms.size() < MIN_USERS || !(below > 0);
        double slope = assumed ? 1 : above / below;
        double effectiveRatings = assumed ? ASSUMED_RATINGS : MEASURED_RATINGS;
        double error = assumed
                ? 0
                : Math.sqrt(terms.stream()
                                .mapToDouble(term -> (term[0] - slope * term[1]) * (term[0] - slope * term[1]))
                                .sum())
                        / below;
        return new Calibration(
                SignalKind.PERSONA,
                pairs,
                terms.size(),
                offset,
                slope,
                error,
                bias.noiseVariance() * (1 / effectiveRatings - 1),
                0,
                assumed,
                effectiveRatings);
    }

    private static double[] centred(double[] values) {
        double mean = 0;
        for (double value : values) {
            mean += value / values.length;
        }
        double[] centred = new double[values.length];
        for (int at = 0; at < values.length; at++) {
            centred[at] = values[at] - mean;
        }
        return centred;
    }

    private static double dot(double[] x, double[] y) {
        double sum = 0;
        for (int k = 0; k < x.length; k++) {
            sum += x[k] * y[k];
        }
        return sum;
    }

    /** Figures of the fit. */
    Calibration summary() {
        return summary;
    }

    /**
     * Pseudo ratings of invented users, who are not in the table; none if their tastes are unrelated to those of
     * people.
     */
    List<PseudoRating> pseudoRatings(RatingTable table) {
        List<PseudoRating> rows = new ArrayList<>();
        if (!summary.informative()) {
            return rows;
        }
        double stretch = Math.sqrt(Math.min(1, summary.slope()));
        tastes.forEach((personaId, taste) -> {
            // sources may not use this prefix in user ids
            String id = PREFIX + personaId;
            for (Map.Entry<String, Double> item : taste.entrySet()) {
                double value = bias.itemMean(item.getKey()) + stretch * item.getValue();
                rows.add(new PseudoRating(
                        id,
                        item.getKey(),
                        table.scale().clamp(value),
                        summary.effectiveRatings(),
                        PseudoRating.Source.PERSONA));
            }
        });
        return rows;
    }
}
