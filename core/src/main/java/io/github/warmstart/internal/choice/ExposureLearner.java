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
 * Learner of exposure from counts of choices, with or without the answers of a language model.
 *
 * <p>First choices of newcomers are made in batches and carry little information about later choices. They are therefore not
 * counted if there are answers. Without answers, or without an order of choices, they count like others.
 */
public final class ExposureLearner {

    private final ChoiceData data;
    private final boolean ordered;
    private final boolean[] warm;

    /**
     * Creates a learner.
     *
     * @param data the visible data
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
     * Whether a user is warm, that is, not a newcomer.
     *
     * @param user an index
     * @return true for a warm user
     */
    public boolean warm(int user) {
        return warm[user];
    }

    /**
     * Number of counted choices of each user.
     *
     * @param answered whether answers are used
     * @return one number per user
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
     * @param users whether the choices of a user may be used, by user index
     * @return the model
     */
    public ExposureModel withoutAnswers(IntPredicate users) {
        return ExposureModel.fit(counts(users, false));
    }

    /**
     * Fits with answers. An item without an answer gets half of the lowest answer.
     *
     * @param users whether the choices of a user may be used, by user index
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
     * The items with the highest answers.
     *
     * @param count number of items
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
