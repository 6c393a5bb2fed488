// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.internal.gibbs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.function.DoubleSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DrawsTest {

    private static final int MANY = 400_000;

    /** Mean, variance, skewness, kurtosis. */
    private static double[] moments(DoubleSupplier draw) {
        double[] draws = new double[MANY];
        double mean = 0;
        for (int i = 0; i < MANY; i++) {
            draws[i] = draw.getAsDouble();
            mean += draws[i] / MANY;
        }
        double[] central = new double[5];
        for (double one : draws) {
            for (int power = 2; power <= 4; power++) {
                central[power] += Math.pow(one - mean, power) / MANY;
            }
        }
        return new double[] {
            mean, central[2], central[3] / Math.pow(central[2], 1.5), central[4] / (central[2] * central[2])
        };
    }

    @Test
    void gaussian_ofManyDraws_hasTheMomentsOfTheStandardNormal() {
        double[] moments = moments(Draws.of(1, 2)::gaussian);

        // five standard errors of each
        assertThat(moments[0]).isCloseTo(0, within(0.008));
        assertThat(moments[1]).isCloseTo(1, within(0.012));
        assertThat(moments[2]).isCloseTo(0, within(0.02));
        assertThat(moments[3]).isCloseTo(3, within(0.04));
    }

    @ParameterizedTest
    @ValueSource(doubles = {1, 1.5, 4, 50, 5000})
    void gamma_ofManyDraws_hasMeanAndVarianceOfItsShape(double shape) {
        Draws draws = Draws.of(7, (long) shape);
        double[] moments = moments(() -> draws.gamma(shape));

        assertThat(moments[0] / shape).as("mean of shape %s", shape).isCloseTo(1, within(0.008));
        assertThat(moments[1] / shape).as("variance of shape %s", shape).isCloseTo(1, within(0.025));
        assertThat(moments[2]).as("skewness of shape %s", shape).isCloseTo(2 / Math.sqrt(shape), within(0.06));
    }

    @Test
    void uniform_ofManyDraws_isInsideAndEven() {
        Draws draws = Draws.of(3);
        double[] moments = moments(draws::uniform);

        assertThat(moments[0]).isCloseTo(0.5, within(0.003));
        assertThat(moments[1]).isCloseTo(1 / 12.0, within(0.001));
    }

    @Test
    void gaussian_ofAStreamWrittenDown_staysTheSameForEver() {
        Draws draws = Draws.of(42, 1, 2);
        Draws moved = new Draws();
        moved.at(42, 1, 2);

        assertThat(moved.gaussian()).isEqualTo(draws.gaussian());
        assertThat(Draws.of(42, 1, 2).uniform()).isNotEqualTo(Draws.of(42, 2, 1).uniform());
        assertThat(Draws.key("ann")).isEqualTo(Draws.key("ann")).isNotEqualTo(Draws.key("nan"));
    }

    @Test
    void streams_ofNeighbouringKeys_areNotCorrelated() {
        double sum = 0;
        int streams = 20_000;
        for (int key = 0; key < streams; key++) {
            sum += Draws.of(5, key).gaussian() * Draws.of(5, key + 1).gaussian();
        }

        assertThat(sum / streams).isCloseTo(0, within(5 / Math.sqrt(streams)));
    }

    @Test
    void logGamma_atKnownPoints_isExact() {
        assertThat(LogGamma.of(1)).isCloseTo(0, within(1e-10));
        assertThat(LogGamma.of(0.5)).isCloseTo(Math.log(Math.sqrt(Math.PI)), within(1e-10));
        assertThat(LogGamma.of(11)).isCloseTo(Math.log(3628800), within(1e-10));
        assertThat(LogGamma.of(1.5)).isCloseTo(Math.log(Math.sqrt(Math.PI) / 2), within(1e-10));
    }
}
