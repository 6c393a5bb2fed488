// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.tuning;

import io.github.warmstart.recommend.Recommender;
import java.util.List;
import java.util.Map;

/** Result of a {@link HyperparameterSearch}: all trials, ranked. Immutable. */
public final class SearchResult {

    private final List<Trial> trials;
    private final int validationRows;
    private final boolean cutShort;

    /**
     * One set of options and its error.
     *
     * @param number number of the trial, counted from 0
     * @param options the drawn values by name, in the order in which they were requested
     * @param learner with these options and all effort, not trained on anything
     * @param share share of the full effort that the error was measured at: 1 for trials that reached the last round
     * @param rmse weighted root mean squared error on the validation slice, in rating units; infinite if training failed
     */
    public record Trial(int number, Map<String, Object> options, Recommender learner, double share, double rmse) {}

    SearchResult(List<Trial> trials, int validationRows, boolean cutShort) {
        this.trials = List.copyOf(trials);
        this.validationRows = validationRows;
        this.cutShort = cutShort;
    }

    /**
     * The learner with the best options and all effort, not trained yet: fit it on all rows, those of the validation
     * slice included.
     *
     * @return a learner
     */
    public Recommender best() {
        return trials.get(0).learner();
    }

    /**
     * All trials, the best first: those that reached a later round before those that were dropped earlier, then by error,
     * then by number. The lowest error of many is biased downwards: measure the learner on rows that the search never saw.
     *
     * @return an unmodifiable list of one or more
     */
    public List<Trial> trials() {
        return trials;
    }

    /**
     * Number of ratings that errors were measured on.
     *
     * @return 1 or more
     */
    public int validationRows() {
        return validationRows;
    }

    /**
     * Whether the time limit ended the search, so that another run may give another result.
     *
     * @return true if so
     */
    public boolean cutShort() {
        return cutShort;
    }

    /** The ranking, one line for each trial. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("%d trials on %d validation ratings%s"
                .formatted(trials.size(), validationRows, cutShort ? ", cut short" : ""));
        for (Trial trial : trials) {
            text.append(System.lineSeparator())
                    .append("%.4f at %.2f of the effort: %s".formatted(trial.rmse(), trial.share(), trial.options()));
        }
        return text.toString();
    }

    /**
     * Listener of the progress of a search. Called on the searching thread after each training; must return soon. An
     * exception ends the search and reaches its caller.
     */
    @FunctionalInterface
    public interface SearchListener {

        /**
         * A training has ended.
         *
         * @param done number of finished trainings
         * @param of number of trainings in all
         * @param trial its options and error
         */
        void onTrained(int done, int of, SearchResult.Trial trial);
    }
}
