// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.internal.choice;

import io.github.warmstart.choice.data.ChoiceData;
import io.github.warmstart.interaction.InteractionTable;
import io.github.warmstart.internal.exposure.ExposureModel;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Map;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * Counts choices and fits exposure to them, with or without the answers of a language model.
 *
 * <p>First choices of newcomers are made in batches and say little of what is chosen later. They are therefore no counts
 * where answers are there to say it better; where no answer is given, or where nothing tells that they came first, they
 * count like others.
 */
public final class ExposureLearner {

    private final ChoiceData data;
    private final boolean ordered;
    private final boolean[] warm;

    /**
     * A learner of some data.
     *
     * @param data what is visible
     * @param ordered whether the visible choices of newcomers are their first
     */
    public ExposureLearner(ChoiceData data, boolean ordered) {
        this.data = data;
        this.ordered = ordered;
        InteractionTable table = data.table();
        warm = new boolean[table.userCount()];
        for (int user = 0; user < warm.length; user++) {
            warm[user] = !data.newcomers().contains(table.userId(user));
        }
    }

    /**
     * Whether a user is no newcomer.
     *
     * @param user an index
     * @return true for a warm user
     */
    public boolean warm(int user) {
        return warm[user];
    }

    /**
     * How many choices of each user are counted.
     *
     * @param answered whether answers are used
     * @return one number a user
     */
    public int[] histories(boolean answered) {
        int[] histories = new int[warm.length];
        Arrays.setAll(histories, user -> counted(user, answered) ? data.table().userSize(user) : 0);
        return histories;
    }

    private boolean counted(int user, boolean answered) {
        return warm[user] || !answered || !ordered;
    }

    /**
     * Fits without answers.
     *
     * @param users says of each user index whether the user's choices may be seen
     * @return the model
     */
    public ExposureModel withoutAnswers(IntPredicate users) {
        return ExposureModel.fit(counts(users, false));
    }

    /**
     * Fits with answers. An item that was not named gets half of the least answer.
     *
     * @param users says of each user index whether the user's choices may be seen
     * @return the model
     */
    public ExposureModel withAnswers(IntPredicate users) {
        return ExposureModel.fit(counts(users, true), answers());
    }

    private double[] answers() {
        Map<String, Double> percents = data.signals().exposure();
        double floor = percents.values().stream().mapToDouble(p -> p).min().orElse(1) / 2;
        double[] answers = new double[data.table().itemCount()];
        Arrays.setAll(answers, item -> percents.getOrDefault(data.table().itemId(item), floor));
        return answers;
    }

    /**
     * The items with the greatest answers.
     *
     * @param count how many
     * @return item indices, equal answers in the order of the indices
     */
    public int[] mostExposed(int count) {
        double[] answers = answers();
        return IntStream.range(0, answers.length)
                .boxed()
                .sorted(Comparator.comparingDouble(item -> -answers[item]))
                .limit(count)
                .mapToInt(item -> item)
                .toArray();
    }

    private double[] counts(IntPredicate users, boolean answered) {
        InteractionTable table = data.table();
        double[] counts = new double[table.itemCount()];
        for (int user = 0; user < warm.length; user++) {
            if (counted(user, answered) && users.test(user)) {
                for (int row = table.userStart(user); row < table.userEnd(user); row++) {
                    counts[table.item(row)]++;
                }
            }
        }
        return counts;
    }
}
