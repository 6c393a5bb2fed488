// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.internal.sgd;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The kernel on the incubating Vector API: both vectors of a row stand in registers from the dot product to the update.
 * Found by reflection (see {@link KernelSelector}) and compiled apart, since the module may be absent where the library runs.
 *
 * <p>Vectors of 16, 32, 64 and 128 factors have a loop each, and any other length has one that reads them twice. The four
 * differ in nothing but the number of registers: a loop over registers would not keep them. Nor may parts of a loop
 * become methods: one that is not inlined makes every register an object. All is in 256 bits, since a second width in the
 * same process spoils the profile of the first, and 512 bits gained nothing.
 *
 * <p>Sums over lanes go through a small array in an order that is written down: what {@code reduceLanes} gives may differ
 * from one call to the next.
 */
final class VectorKernel implements SgdKernel {

    private static final VectorSpecies<Float> S = FloatVector.SPECIES_256;

    /**
     * The kernel for this machine.
     *
     * @throws UnsupportedOperationException if its registers are shorter than 256 bits: plain Java is faster then
     */
    VectorKernel() {
        int bits = FloatVector.SPECIES_PREFERRED.vectorBitSize();
        if (bits < 256) {
            throw new UnsupportedOperationException("registers have %d bits, but 256 are needed".formatted(bits));
        }
    }

    @Override
    public void visit(TrainingState state, int from, int to, float rate, float maxStep, float penalty) {
        float[] lanes = new float[LANES];
        switch (state.stride) {
            case 16 -> visit16(state, from, to, rate, maxStep, penalty, lanes);
            case 32 -> visit32(state, from, to, rate, maxStep, penalty, lanes);
            case 64 -> visit64(state, from, to, rate, maxStep, penalty, lanes);
            case 128 -> visit128(state, from, to, rate, maxStep, penalty, lanes);
            default -> visitAny(state, from, to, rate, maxStep, penalty, lanes);
        }
    }

    @Override
    public String name() {
        return "vector";
    }

    private static float sum(float[] s) {
        return ((s[0] + s[4]) + (s[2] + s[6])) + ((s[1] + s[5]) + (s[3] + s[7]));
    }

    private static void visit16(
            TrainingState v, int from, int to, float rate, float maxStep, float penalty, float[] lanes) {
        float[] users = v.users;
        float[] items = v.items;
        float[] values = v.values;
        float[] weights = v.weights;
        float[] errors = v.errors;
        float[] userSides = v.userSides;
        float[] itemSides = v.itemSides;
        int[] rowUsers = v.rowUsers;
        int[] rowItems = v.rowItems;
        for (int row = from; row < to; row++) {
            int user = rowUsers[row];
            int item = rowItems[row];
            int p = user * 16;
            int q = item * 16;
            FloatVector p0 = FloatVector.fromArray(S, users, p);
            FloatVector p1 = FloatVector.fromArray(S, users, p + 8);
            FloatVector q0 = FloatVector.fromArray(S, items, q);
            FloatVector q1 = FloatVector.fromArray(S, items, q + 8);
            FloatVector even = p0.mul(q0);
            FloatVector odd = p1.mul(q1);
            even.add(odd).intoArray(lanes, 0);
            float error = values[row] - (userSides[2 * user] + itemSides[2 * item]) - sum(lanes);
            errors[row] = error;
            float step = weights == null ? rate : Math.min(rate * weights[row], maxStep);
            FloatVector pull = FloatVector.broadcast(S, step * error);
            FloatVector keep = FloatVector.broadcast(S, Math.max(0, 1 - step * penalty * userSides[2 * user + 1]));
            q0.fma(pull, p0.mul(keep)).intoArray(users, p);
            q1.fma(pull, p1.mul(keep)).intoArray(users, p + 8);
            keep = FloatVector.broadcast(S, Math.max(0, 1 - step * penalty * itemSides[2 * item + 1]));
            p0.fma(pull, q0.mul(keep)).intoArray(items, q);
            p1.fma(pull, q1.mul(keep)).intoArray(items, q + 8);
        }
    }

    private static void visit32(
            TrainingState v, int from, int to, float rate, float maxStep, float penalty, float[] lanes) {
        float[] users = v.users;
        float[] items = v.items;
        float[] values = v.values;
        float[] weights = v.weights;
        float[] errors = v.errors;
        float[] userSides = v.userSides;
        float[] itemSides = v.itemSides;
        int[] rowUsers = v.rowUsers;
        int[] rowItems = v.rowItems;
        for (int row = from; row < to; row++) {
            int user = rowUsers[row];
            int item = rowItems[row];
            int p = user * 32;
            int q = item * 32;
            FloatVector p0 = FloatVector.fromArray(S, users, p);
            FloatVector p1 = FloatVector.fromArray(S, users, p + 8);
            FloatVector p2 = FloatVector.fromArray(S, users, p + 16);
            FloatVector p3 = FloatVector.fromArray(S, users, p + 24);
            FloatVector q0 = FloatVector.fromArray(S, items, q);
            FloatVector q1 = FloatVector.fromArray(S, items, q + 8);
            FloatVector q2 = FloatVector.fromArray(S, items, q + 16);
            FloatVector q3 = FloatVector.fromArray(S, items, q + 24);
            FloatVector even = p2.fma(q2, p0.mul(q0));
            FloatVector odd = p3.fma(q3, p1.mul(q1));
            even.add(odd).intoArray(lanes, 0);
            float error = values[row] - (userSides[2 * user] + itemSides[2 * item]) - sum(lanes);
            errors[row] = error;
            float step = weights == null ? rate : Math.min(rate * weights[row], maxStep);
            FloatVector pull = FloatVector.broadcast(S, step * error);
            FloatVector keep = FloatVector.broadcast(S, Math.max(0, 1 - step * penalty * userSides[2 * user + 1]));
            q0.fma(pull, p0.mul(keep)).intoArray(users, p);
            q1.fma(pull, p1.mul(keep)).intoArray(users, p + 8);
            q2.fma(pull, p2.mul(keep)).intoArray(users, p + 16);
            q3.fma(pull, p3.mul(keep)).intoArray(users, p + 24);
            keep = FloatVector.broadcast(S, Math.max(0, 1 - step * penalty * itemSides[2 * item + 1]));
            p0.fma(pull, q0.mul(keep)).intoArray(items, q);
            p1.fma(pull, q1.mul(keep)).intoArray(items, q + 8);
            p2.fma(pull, q2.mul(keep)).intoArray(items, q + 16);
            p3.fma(pull, q3.mul(keep)).intoArray(items, q + 24);
        }
    }

    private static void visit64(
            TrainingState v, int from, int to, float rate, float maxStep, float penalty, float[] lanes) {
        float[] users = v.users;
        float[] items = v.items;
        float[] values = v.values;
        float[] weights = v.weights;
        float[] errors = v.errors;
        float[] userSides = v.userSides;
        float[] itemSides = v.itemSides;
        int[] rowUsers = v.rowUsers;
        int[] rowItems = v.rowItems;
        for (int row = from; row < to; row++) {
            int user = rowUsers[row];
            int item = rowItems[row];
            int p = user * 64;
            int q = item * 64;
            FloatVector p0 = FloatVector.fromArray(S, users, p);
            FloatVector p1 = FloatVector.fromArray(S, users, p + 8);
            FloatVector p2 = FloatVector.fromArray(S, users, p + 16);
            FloatVector p3 = FloatVector.fromArray(S, users, p + 24);
            FloatVector p4 = FloatVector.fromArray(S, users, p + 32);
            FloatVector p5 = FloatVector.fromArray(S, users, p + 40);
            FloatVector p6 = FloatVector.fromArray(S, users, p + 48);
            FloatVector p7 = FloatVector.fromArray(S, users, p + 56);
            FloatVector q0 = FloatVector.fromArray(S, items, q);
            FloatVector q1 = FloatVector.fromArray(S, items, q + 8);
            FloatVector q2 = FloatVector.fromArray(S, items, q + 16);
            FloatVector q3 = FloatVector.fromArray(S, items, q + 24);
            FloatVector q4 = FloatVector.fromArray(S, items, q + 32);
            FloatVector q5 = FloatVector.fromArray(S, items, q + 40);
            FloatVector q6 = FloatVector.fromArray(S, items, q + 48);
            FloatVector q7 = FloatVector.fromArray(S, items, q + 56);
            FloatVector even = p6.fma(q6, p4.fma(q4, p2.fma(q2, p0.mul(q0))));
            FloatVector odd = p7.fma(q7, p5.fma(q5, p3.fma(q3, p1.mul(q1))));
            even.add(odd).intoArray(lanes, 0);
            float error = values[row] - (userSides[2 * user] + itemSides[2 * item]) - sum(lanes);
            errors[row] = error;
            float step = weights == null ? rate : Math.min(rate * weights[row], maxStep);
            FloatVector pull = FloatVector.broadcast(S, step * error);
            FloatVector keep = FloatVector.broadcast(S, Math.max(0, 1 - step * penalty * userSides[2 * user + 1]));
            q0.fma(pull, p0.mul(keep)).intoArray(users, p);
            q1.fma(pull, p1.mul(keep)).intoArray(users, p + 8);
            q2.fma(pull, p2.mul(keep)).intoArray(users, p + 16);
            q3.fma(pull, p3.mul(keep)).intoArray(users, p + 24);
            q4.fma(pull, p4.mul(keep)).intoArray(users, p + 32);
            q5.fma(pull, p5.mul(keep)).intoArray(users, p + 40);
            q6.fma(pull, p6.mul(keep)).intoArray(users, p + 48);
            q7.fma(pull, p7.mul(keep)).intoArray(users, p + 56);
            keep = FloatVector.broadcast(S, Math.max(0, 1 - step * penalty * itemSides[2 * item + 1]));
            p0.fma(pull, q0.mul(keep)).intoArray(items, q);
            p1.fma(pull, q1.mul(keep)).intoArray(items, q + 8);
            p2.fma(pull, q2.mul(keep)).intoArray(items, q + 16);
            p3.fma(pull, q3.mul(keep)).intoArray(items, q + 24);
            p4.fma(pull, q4.mul(keep)).intoArray(items, q + 32);
            p5.fma(pull, q5.mul(keep)).intoArray(items, q + 40);
            p6.fma(pull, q6.mul(keep)).intoArray(items, q + 48);
            p7.fma(pull, q7.mul(keep)).intoArray(items, q + 56);
        }
    }

    private static void visit128(
            TrainingState v, int from, int to, float rate, float maxStep, float penalty, float[] lanes) {
        float[] users = v.users;
        float[] items = v.items;
        float[] values = v.values;
        float[] weights = v.weights;
        float[] errors = v.errors;
        float[] userSides = v.userSides;
        float[] itemSides = v.itemSides;
        int[] rowUsers = v.rowUsers;
        int[] rowItems = v.rowItems;
        for (int row = from; row < to; row++) {
            int user = rowUsers[row];
            int item = rowItems[row];
            int p = user * 128;
            int q = item * 128;
            FloatVector p0 = FloatVector.fromArray(S, users, p);
            FloatVector p1 = FloatVector.fromArray(S, users, p + 8);
            FloatVector p2 = FloatVector.fromArray(S, users, p + 16);
            FloatVector p3 = FloatVector.fromArray(S, users, p + 24);
            FloatVector p4 = FloatVector.fromArray(S, users, p + 32);
            FloatVector p5 = FloatVector.fromArray(S, users, p + 40);
            FloatVector p6 = FloatVector.fromArray(S, users, p + 48);
            FloatVector p7 = FloatVector.fromArray(S, users, p + 56);
            FloatVector p8 = FloatVector.fromArray(S, users, p + 64);
            FloatVector p9 = FloatVector.fromArray(S, users, p + 72);
            FloatVector p10 = FloatVector.fromArray(S, users, p + 80);
            FloatVector p11 = FloatVector.fromArray(S, users, p + 88);
            FloatVector p12 = FloatVector.fromArray(S, users, p + 96);
            FloatVector p13 = FloatVector.fromArray(S, users, p + 104);
            FloatVector p14 = FloatVector.fromArray(S, users, p + 112);
            FloatVector p15 = FloatVector.fromArray(S, users, p + 120);
            FloatVector q0 = FloatVector.fromArray(S, items, q);
            FloatVector q1 = FloatVector.fromArray(S, items, q + 8);
            FloatVector q2 = FloatVector.fromArray(S, items, q + 16);
            FloatVector q3 = FloatVector.fromArray(S, items, q + 24);
            FloatVector q4 = FloatVector.fromArray(S, items, q + 32);
            FloatVector q5 = FloatVector.fromArray(S, items, q + 40);
            FloatVector q6 = FloatVector.fromArray(S, items, q + 48);
            FloatVector q7 = FloatVector.fromArray(S, items, q + 56);
            FloatVector q8 = FloatVector.fromArray(S, items, q + 64);
            FloatVector q9 = FloatVector.fromArray(S, items, q + 72);
            FloatVector q10 = FloatVector.fromArray(S, items, q + 80);
            FloatVector q11 = FloatVector.fromArray(S, items, q + 88);
            FloatVector q12 = FloatVector.fromArray(S, items, q + 96);
            FloatVector q13 = FloatVector.fromArray(S, items, q + 104);
            FloatVector q14 = FloatVector.fromArray(S, items, q + 112);
            FloatVector q15 = FloatVector.fromArray(S, items, q + 120);
            FloatVector even = p14.fma(
                    q14, p12.fma(q12, p10.fma(q10, p8.fma(q8, p6.fma(q6, p4.fma(q4, p2.fma(q2, p0.mul(q0))))))));
            FloatVector odd = p15.fma(
                    q15, p13.fma(q13, p11.fma(q11, p9.fma(q9, p7.fma(q7, p5.fma(q5, p3.fma(q3, p1.mul(q1))))))));
            even.add(odd).intoArray(lanes, 0);
            float error = values[row] - (userSides[2 * user] + itemSides[2 * item]) - sum(lanes);
            errors[row] = error;
            float step = weights == null ? rate : Math.min(rate * weights[row], maxStep);
            FloatVector pull = FloatVector.broadcast(S, step * error);
            FloatVector keep = FloatVector.broadcast(S, Math.max(0, 1 - step * penalty * userSides[2 * user + 1]));
            q0.fma(pull, p0.mul(keep)).intoArray(users, p);
            q1.fma(pull, p1.mul(keep)).intoArray(users, p + 8);
            q2.fma(pull, p2.mul(keep)).intoArray(users, p + 16);
            q3.fma(pull, p3.mul(keep)).intoArray(users, p + 24);
            q4.fma(pull, p4.mul(keep)).intoArray(users, p + 32);
            q5.fma(pull, p5.mul(keep)).intoArray(users, p + 40);
            q6.fma(pull, p6.mul(keep)).intoArray(users, p + 48);
            q7.fma(pull, p7.mul(keep)).intoArray(users, p + 56);
            q8.fma(pull, p8.mul(keep)).intoArray(users, p + 64);
            q9.fma(pull, p9.mul(keep)).intoArray(users, p + 72);
            q10.fma(pull, p10.mul(keep)).intoArray(users, p + 80);
            q11.fma(pull, p11.mul(keep)).intoArray(users, p + 88);
            q12.fma(pull, p12.mul(keep)).intoArray(users, p + 96);
            q13.fma(pull, p13.mul(keep)).intoArray(users, p + 104);
            q14.fma(pull, p14.mul(keep)).intoArray(users, p + 112);
            q15.fma(pull, p15.mul(keep)).intoArray(users, p + 120);
            keep = FloatVector.broadcast(S, Math.max(0, 1 - step * penalty * itemSides[2 * item + 1]));
            p0.fma(pull, q0.mul(keep)).intoArray(items, q);
            p1.fma(pull, q1.mul(keep)).intoArray(items, q + 8);
            p2.fma(pull, q2.mul(keep)).intoArray(items, q + 16);
            p3.fma(pull, q3.mul(keep)).intoArray(items, q + 24);
            p4.fma(pull, q4.mul(keep)).intoArray(items, q + 32);
            p5.fma(pull, q5.mul(keep)).intoArray(items, q + 40);
            p6.fma(pull, q6.mul(keep)).intoArray(items, q + 48);
            p7.fma(pull, q7.mul(keep)).intoArray(items, q + 56);
            p8.fma(pull, q8.mul(keep)).intoArray(items, q + 64);
            p9.fma(pull, q9.mul(keep)).intoArray(items, q + 72);
            p10.fma(pull, q10.mul(keep)).intoArray(items, q + 80);
            p11.fma(pull, q11.mul(keep)).intoArray(items, q + 88);
            p12.fma(pull, q12.mul(keep)).intoArray(items, q + 96);
            p13.fma(pull, q13.mul(keep)).intoArray(items, q + 104);
            p14.fma(pull, q14.mul(keep)).intoArray(items, q + 112);
            p15.fma(pull, q15.mul(keep)).intoArray(items, q + 120);
        }
    }

    private static void visitAny(
            TrainingState v, int from, int to, float rate, float maxStep, float penalty, float[] lanes) {
        float[] users = v.users;
        float[] items = v.items;
        float[] values = v.values;
        float[] weights = v.weights;
        float[] errors = v.errors;
        float[] userSides = v.userSides;
        float[] itemSides = v.itemSides;
        int[] rowUsers = v.rowUsers;
        int[] rowItems = v.rowItems;
        int stride = v.stride;
        for (int row = from; row < to; row++) {
            int user = rowUsers[row];
            int item = rowItems[row];
            int p = user * stride;
            int q = item * stride;
            FloatVector even = FloatVector.zero(S);
            FloatVector odd = FloatVector.zero(S);
            for (int k = 0; k < stride; k += LANES) {
                even = FloatVector.fromArray(S, users, p + k).fma(FloatVector.fromArray(S, items, q + k), even);
                odd = FloatVector.fromArray(S, users, p + k + 8).fma(FloatVector.fromArray(S, items, q + k + 8), odd);
            }
            even.add(odd).intoArray(lanes, 0);
            float error = values[row] - (userSides[2 * user] + itemSides[2 * item]) - sum(lanes);
            errors[row] = error;
            float step = weights == null ? rate : Math.min(rate * weights[row], maxStep);
            FloatVector pull = FloatVector.broadcast(S, step * error);
            FloatVector keepUser = FloatVector.broadcast(S, Math.max(0, 1 - step * penalty * userSides[2 * user + 1]));
            FloatVector keepItem = FloatVector.broadcast(S, Math.max(0, 1 - step * penalty * itemSides[2 * item + 1]));
            for (int k = 0; k < stride; k += 8) {
                FloatVector pk = FloatVector.fromArray(S, users, p + k);
                FloatVector qk = FloatVector.fromArray(S, items, q + k);
                qk.fma(pull, pk.mul(keepUser)).intoArray(users, p + k);
                pk.fma(pull, qk.mul(keepItem)).intoArray(items, q + k);
            }
        }
    }
}
