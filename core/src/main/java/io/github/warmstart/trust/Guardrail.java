// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.trust;

/**
 * Change of the error for one group of hidden ratings that signals must not make worse.
 *
 * @param group which ratings, in words; a group that the host named begins with {@code group:}
 * @param users how many users the group's ratings are of
 * @param ratings how many hidden ratings it has, 1 or more
 * @param change how much higher the pooled RMSE is with signals than without: {@code after / before - 1}
 * @param low the lower end of the one-sided interval of the change; NaN if there were too few users or ratings to test
 * @param level the chance that low is wrong: 5 % divided by the number of groups tested; NaN if this one was not tested
 */
public record Guardrail(String group, int users, long ratings, double change, double low, double level) {

    /**
     * Whether there were enough users and ratings to say anything.
     *
     * @return false for a group of fewer than {@code Gate.MIN_USERS} users or {@code Gate.MIN_RATINGS} ratings
     */
    public boolean tested() {
        return !Double.isNaN(low);
    }

    /**
     * Whether signals make the group worse, with confidence over all groups together.
     *
     * @return false for a group that was not tested
     */
    public boolean broken() {
        return low > 0;
    }
}
