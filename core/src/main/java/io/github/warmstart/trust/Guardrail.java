// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.trust;

/**
 * Change of the error for one group of hidden ratings that signals must not make worse.
 *
 * @param group name of the group; that of a host begins with {@code group:}
 * @param users number of users with ratings in the group
 * @param ratings number of hidden ratings, 1 or more
 * @param change relative change of the pooled RMSE due to signals: {@code after / before - 1}
 * @param low lower end of the one-sided interval of the change; NaN if there were too few users or ratings to test
 * @param level significance level of {@code low}: 5 % divided by the number of groups tested; NaN if this one was not
 *     tested
 */
public record Guardrail(String group, int users, long ratings, double change, double low, double level) {

    /**
     * Whether there were enough users and ratings for a test.
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
