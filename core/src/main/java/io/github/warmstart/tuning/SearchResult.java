// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.tuning;

import io.github.warmstart.recommend.Recommender;
import java.util.List;

/** What a {@link HyperparameterSearch} found. Immutable. */
public final class SearchResult {

    private final List<SearchTrial> trials;
    private final int validationRows;
    private final boolean cutShort;

    SearchResult(List<SearchTrial> trials, int validationRows, boolean cutShort) {
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
     * All trials, the best first: those that came further before those that were dropped earlier, then by error, then by
     * number. The best error of many is flattered by chance: judge the learner on rows that the search never saw.
     *
     * @return an unmodifiable list of one or more
     */
    public List<SearchTrial> trials() {
        return trials;
    }

    /**
     * How many ratings the trials were judged on.
     *
     * @return 1 or more
     */
    public int validationRows() {
        return validationRows;
    }

    /**
     * Whether the time limit ended the search, so that another run may find something else.
     *
     * @return true if so
     */
    public boolean cutShort() {
        return cutShort;
    }

    /** The ranking, a line a trial. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("%d trials on %d validation ratings%s"
                .formatted(trials.size(), validationRows, cutShort ? ", cut short" : ""));
        for (SearchTrial trial : trials) {
            text.append(System.lineSeparator())
                    .append("%.4f at %.2f of the effort: %s".formatted(trial.rmse(), trial.share(), trial.options()));
        }
        return text.toString();
    }
}
