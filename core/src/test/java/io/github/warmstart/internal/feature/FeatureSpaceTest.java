// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.internal.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.warmstart.internal.affinity.Affinity;
import io.github.warmstart.internal.exposure.ExposureModel;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class FeatureSpaceTest {

    private static final double FLOAT = 1e-6;
    private static final ExposureModel EXPOSURE = ExposureModel.fit(new double[] {4, 2, 1, 0});
    private static final int[] HISTORIES = {3};

    private static Person person(int[] known, double[] worth, int... shortlist) {
        return new Person(known, worth, -1, null, shortlist);
    }

    private static float[] column(FeatureSpace space, ItemFeature feature, Person person) {
        return space.columns(person, new int[0])[space.features().indexOf(feature)];
    }

    @Test
    void features_nothingKnown_isExposureAlone() {
        FeatureSpace space = FeatureSpace.builder(EXPOSURE, HISTORIES).build();

        assertThat(space.features()).containsExactly(ItemFeature.EXPOSURE);
        assertThat(column(space, ItemFeature.EXPOSURE, person(new int[0], new double[0]))[0])
                .isCloseTo((float) EXPOSURE.logShare(0), within((float) FLOAT));
    }

    @Test
    void exposure_userLeftOut_leavesTheUsersOwnChoicesOut() {
        FeatureSpace space = FeatureSpace.builder(EXPOSURE, HISTORIES).build();
        Person out = new Person(new int[] {0}, new double[] {1}, 0, null, new int[0]);

        float[] column = space.columns(out, new int[] {0, 1, 2})[0];

        assertThat(column[0]).isCloseTo((float) EXPOSURE.logShareWithout(0, 1, 3), within((float) FLOAT));
        assertThat(column[3]).isCloseTo((float) EXPOSURE.logShareWithout(3, 0, 3), within((float) FLOAT));
    }

    @Test
    void similar_twoKnownItems_addsWorthAndRank() {
        FeatureSpace space = FeatureSpace.builder(EXPOSURE, HISTORIES)
                .similar(new int[][] {{2, 3}, {3}, {}, {}})
                .build();

        float[] column = column(space, ItemFeature.SIMILAR, person(new int[] {0, 1}, new double[] {1, 0.6}));

        assertThat(column[2]).isCloseTo((float) Math.log1p(0.97), within((float) FLOAT));
        assertThat(column[3]).isCloseTo((float) Math.log1p(0.94 + 0.6 * 0.97), within((float) FLOAT));
        assertThat(column[1]).isZero();
    }

    @Test
    void shortlist_ranks_fallFromNearlyOneToAHalf() {
        FeatureSpace space =
                FeatureSpace.builder(EXPOSURE, HISTORIES).shortlists(true).build();

        float[] column = column(space, ItemFeature.SHORTLIST, person(new int[0], new double[0], 3, 1));

        assertThat(column).containsExactly(0, 0.5f, 0, 0.75f);
    }

    @Test
    void years_newerThanAllKnown_countFromTheSecondYearOnUpToTwelve() {
        FeatureSpace space = FeatureSpace.builder(EXPOSURE, HISTORIES)
                .years(new double[] {1990, 1994, 2020, Double.NaN})
                .build();
        Person one = person(new int[] {0}, new double[] {1});

        assertThat(column(space, ItemFeature.NEWER, one)).containsExactly(0, -3, -12, 0);
        float[] kernel = column(space, ItemFeature.YEAR, one);
        assertThat(kernel[0]).isCloseTo((float) Math.log(1.02), within((float) FLOAT));
        assertThat(kernel[1]).isCloseTo((float) Math.log(Math.exp(-16 / 98.0) + 0.02), within((float) FLOAT));
        assertThat(kernel[3]).isCloseTo((float) Math.log(0.02), within((float) FLOAT));
    }

    @Test
    void affinity_massOfTheUnitTimesTheShare_doublesTheShare() {
        Affinity affinity = new Affinity() {
            @Override
            public String name() {
                return "fixed";
            }

            @Override
            public void masses(int[] known, int leftOut, double[] masses) {
                Arrays.fill(masses, 0);
                masses[1] = 10 * Math.exp(EXPOSURE.logShare(1));
            }

            @Override
            public double unit() {
                return 10;
            }
        };
        FeatureSpace space =
                FeatureSpace.builder(EXPOSURE, HISTORIES).affinity(affinity).build();

        float[] column = column(space, ItemFeature.AFFINITY, person(new int[0], new double[0]));

        assertThat(column[1]).isCloseTo((float) Math.log(2), within(1e-5f));
        assertThat(column[0]).isZero();
    }

    @Test
    void toBuilder_everything_losesNothing() {
        ItemVectorSpace vectors = new ItemVectorSpace(new double[][] {{0}, {1}, {1}, {2}});
        FeatureSpace space = FeatureSpace.builder(EXPOSURE, HISTORIES)
                .attributes(vectors)
                .tags(vectors)
                .years(new double[] {1, 2, 3, 4})
                .similar(new int[4][0])
                .liking(true)
                .shortlists(true)
                .build();

        assertThat(space.toBuilder().build().features())
                .isEqualTo(space.features())
                .hasSize(8);
    }

    @Test
    void similarity_standardisedCoordinates_isTheCosine() {
        ItemVectorSpace space = new ItemVectorSpace(new double[][] {{0, 5}, {1, 5}, {1, 5}, {2, 5}, {}});
        float[] column = new float[5];

        space.similarity(new int[] {0}, column);

        assertThat(column).containsExactly(1, 0, 0, -1, 0);
    }
}
