// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.internal.sgd;

/**
 * Kernel in plain Java.
 *
 * <p>Eight sums at a time keep the unit for fused multiply-add busy without running out of registers; sixteen are
 * slower, so the sixteen lanes take two passes over vectors that stay in the first cache. The update reads eight
 * numbers of both vectors before it writes any: a compiler that cannot know that the two arrays differ must otherwise
 * wait for each write.
 */
public final class ScalarKernel implements SgdKernel {

    @Override
    public void visit(TrainingState state, int from, int to, float rate, float maxStep, float penalty) {
        float[] users = state.users;
        float[] items = state.items;
        float[] values = state.values;
        float[] weights = state.weights;
        float[] errors = state.errors;
        float[] userSides = state.userSides;
        float[] itemSides = state.itemSides;
        int[] rowUsers = state.rowUsers;
        int[] rowItems = state.rowItems;
        int stride = state.stride;
        for (int row = from; row < to; row++) {
            int user = rowUsers[row];
            int item = rowItems[row];
            int p = user * stride;
            int q = item * stride;
            float effects = userSides[2 * user] + itemSides[2 * item];
            float error = values[row] - effects - dot(users, p, items, q, stride);
            errors[row] = error;
            float step = weights == null ? rate : Math.min(rate * weights[row], maxStep);
            float keepUser = Math.max(0, 1 - step * penalty * userSides[2 * user + 1]);
            float keepItem = Math.max(0, 1 - step * penalty * itemSides[2 * item + 1]);
            update(users, p, items, q, stride, keepUser, keepItem, step * error);
        }
    }

    @Override
    public String name() {
        return "plain";
    }

    static float dot(float[] users, int p, float[] items, int q, int stride) {
        return stride == LANES ? sixteen(users, p, items, q) : lanes(users, p, items, q, stride);
    }

    /** One product a lane, and no loop. */
    private static float sixteen(float[] users, int p, float[] items, int q) {
        float s0 = users[p + 0] * items[q + 0] + users[p + 8] * items[q + 8];
        float s1 = users[p + 1] * items[q + 1] + users[p + 9] * items[q + 9];
        float s2 = users[p + 2] * items[q + 2] + users[p + 10] * items[q + 10];
        float s3 = users[p + 3] * items[q + 3] + users[p + 11] * items[q + 11];
        float s4 = users[p + 4] * items[q + 4] + users[p + 12] * items[q + 12];
        float s5 = users[p + 5] * items[q + 5] + users[p + 13] * items[q + 13];
        float s6 = users[p + 6] * items[q + 6] + users[p + 14] * items[q + 14];
        float s7 = users[p + 7] * items[q + 7] + users[p + 15] * items[q + 15];
        return ((s0 + s4) + (s2 + s6)) + ((s1 + s5) + (s3 + s7));
    }

    private static float lanes(float[] users, int p, float[] items, int q, int stride) {
        float a0 = 0;
        float a1 = 0;
        float a2 = 0;
        float a3 = 0;
        float a4 = 0;
        float a5 = 0;
        float a6 = 0;
        float a7 = 0;
        for (int k = 0; k < stride; k += LANES) {
            a0 = Math.fma(users[p + k], items[q + k], a0);
            a1 = Math.fma(users[p + k + 1], items[q + k + 1], a1);
            a2 = Math.fma(users[p + k + 2], items[q + k + 2], a2);
            a3 = Math.fma(users[p + k + 3], items[q + k + 3], a3);
            a4 = Math.fma(users[p + k + 4], items[q + k + 4], a4);
            a5 = Math.fma(users[p + k + 5], items[q + k + 5], a5);
            a6 = Math.fma(users[p + k + 6], items[q + k + 6], a6);
            a7 = Math.fma(users[p + k + 7], items[q + k + 7], a7);
        }
        float b0 = 0;
        float b1 = 0;
        float b2 = 0;
        float b3 = 0;
        float b4 = 0;
        float b5 = 0;
        float b6 = 0;
        float b7 = 0;
        for (int k = 8; k < stride; k += LANES) {
            b0 = Math.fma(users[p + k], items[q + k], b0);
            b1 = Math.fma(users[p + k + 1], items[q + k + 1], b1);
            b2 = Math.fma(users[p + k + 2], items[q + k + 2], b2);
            b3 = Math.fma(users[p + k + 3], items[q + k + 3], b3);
            b4 = Math.fma(users[p + k + 4], items[q + k + 4], b4);
            b5 = Math.fma(users[p + k + 5], items[q + k + 5], b5);
            b6 = Math.fma(users[p + k + 6], items[q + k + 6], b6);
            b7 = Math.fma(users[p + k + 7], items[q + k + 7], b7);
        }
        return (((a0 + b0) + (a4 + b4)) + ((a2 + b2) + (a6 + b6)))
                + (((a1 + b1) + (a5 + b5)) + ((a3 + b3) + (a7 + b7)));
    }

    private static void update(
            float[] users, int p, float[] items, int q, int stride, float keepUser, float keepItem, float pull) {
        for (int k = 0; k < stride; k += 8) {
            float p0 = users[p + k + 0];
            float q0 = items[q + k + 0];
            float p1 = users[p + k + 1];
            float q1 = items[q + k + 1];
            float p2 = users[p + k + 2];
            float q2 = items[q + k + 2];
            float p3 = users[p + k + 3];
            float q3 = items[q + k + 3];
            float p4 = users[p + k + 4];
            float q4 = items[q + k + 4];
            float p5 = users[p + k + 5];
            float q5 = items[q + k + 5];
            float p6 = users[p + k + 6];
            float q6 = items[q + k + 6];
            float p7 = users[p + k + 7];
            float q7 = items[q + k + 7];
            users[p + k + 0] = Math.fma(pull, q0, keepUser * p0);
            items[q + k + 0] = Math.fma(pull, p0, keepItem * q0);
            users[p + k + 1] = Math.fma(pull, q1, keepUser * p1);
            items[q + k + 1] = Math.fma(pull, p1, keepItem * q1);
            users[p + k + 2] = Math.fma(pull, q2, keepUser * p2);
            items[q + k + 2] = Math.fma(pull, p2, keepItem * q2);
            users[p + k + 3] = Math.fma(pull, q3, keepUser * p3);
            items[q + k + 3] = Math.fma(pull, p3, keepItem * q3);
            users[p + k + 4] = Math.fma(pull, q4, keepUser * p4);
            items[q + k + 4] = Math.fma(pull, p4, keepItem * q4);
            users[p + k + 5] = Math.fma(pull, q5, keepUser * p5);
            items[q + k + 5] = Math.fma(pull, p5, keepItem * q5);
            users[p + k + 6] = Math.fma(pull, q6, keepUser * p6);
            items[q + k + 6] = Math.fma(pull, p6, keepItem * q6);
            users[p + k + 7] = Math.fma(pull, q7, keepUser * p7);
            items[q + k + 7] = Math.fma(pull, p7, keepItem * q7);
        }
    }
}
