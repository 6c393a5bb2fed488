// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.warmstart.budget.Budget;
import io.github.warmstart.catalog.Item;
import io.github.warmstart.catalog.ItemCatalog;
import io.github.warmstart.evaluation.ColdItemSplit;
import io.github.warmstart.evaluation.ColdStartEvaluation;
import io.github.warmstart.evaluation.ColdUserSplit;
import io.github.warmstart.evaluation.EvaluationListener;
import io.github.warmstart.progress.WarmStartListener;
import io.github.warmstart.rating.DuplicatePolicy;
import io.github.warmstart.rating.RatingScale;
import io.github.warmstart.rating.RatingSource;
import io.github.warmstart.rating.ReadRules;
import io.github.warmstart.recommend.BiasRecommender;
import io.github.warmstart.tuning.HyperparameterSearch;
import io.github.warmstart.uncertainty.ExpectedVarianceReduction;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Copies of options by {@code toBuilder()}, checked field by field, so that no later option is forgotten. */
class ToBuilderTest {

    private static final RatingSource RATINGS = RatingSource.of(RatingScale.of(1, 5), List.of());
    private static final ReadRules RULES = ReadRules.DEFAULT.withDuplicates(DuplicatePolicy.FIRST);
    private static final Clock CLOCK = Clock.fixed(Instant.EPOCH, ZoneOffset.UTC);

    static Stream<Arguments> builders() {
        return Stream.of(
                of(
                        () -> HyperparameterSearch.over(draw -> new BiasRecommender()),
                        HyperparameterSearch.over(draw -> new BiasRecommender())
                                .trials(3)
                                .validation(0.3)
                                .smallestShare(0.5)
                                .seed(7)
                                .timeLimit(Duration.ofSeconds(5))
                                .clock(CLOCK)
                                .listener((done, of, trial) -> {})),
                of(
                        ColdUserSplit::builder,
                        ColdUserSplit.builder()
                                .ratings(RATINGS)
                                .coldUsers(3)
                                .knownRatings(2)
                                .minRatings(9)
                                .order(ColdUserSplit.Order.RANDOM)
                                .level(100)
                                .seed(7)
                                .sampleSeed(8)
                                .readRules(RULES)),
                of(
                        ColdItemSplit::builder,
                        ColdItemSplit.builder()
                                .ratings(RATINGS)
                                .share(0.4)
                                .coldItems(3)
                                .minRatings(4)
                                .seed(7)
                                .readRules(RULES)),
                of(
                        ColdStartEvaluation::builder,
                        ColdStartEvaluation.builder()
                                .ratings(RATINGS)
                                .catalog(ItemCatalog.of(List.of(Item.of("1", "One"))))
                                .generator((requests, sink) -> {})
                                .recommender(new BiasRecommender())
                                .budget(Budget.requests(3))
                                .coldUsers(3)
                                .knownRatings(2)
                                .minRatings(9)
                                .order(ColdUserSplit.Order.RANDOM)
                                .levels(0, 10)
                                .seeds(1, 2)
                                .splitSeed(3)
                                .resamples(200)
                                .options(builder -> builder.seed(4))
                                .readRules(RULES)
                                .warmStartListener(new WarmStartListener() {})
                                .listener(new EvaluationListener() {})),
                of(
                        ExpectedVarianceReduction::builder,
                        ExpectedVarianceReduction.builder()
                                .cost(pair -> 2)
                                .effectiveRatings(0.2)
                                .minGain(0.03)
                                .tolerance(0.04)
                                .directions(5)));
    }

    private static Arguments of(Supplier<?> empty, Object unusual) {
        return Arguments.of(unusual.getClass().getEnclosingClass().getSimpleName(), empty.get(), unusual);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("builders")
    void toBuilder_losesNothing(String name, Object empty, Object unusual) throws ReflectiveOperationException {
        Object built = call(unusual, "build");

        Object copy = call(built, "toBuilder");

        for (Field field : unusual.getClass().getDeclaredFields()) {
            if (Modifier.isStatic(field.getModifiers()) || field.isSynthetic()) {
                continue;
            }
            field.setAccessible(true);
            assertThat(Objects.deepEquals(field.get(unusual), field.get(empty)))
                    .as("this test sets %s.%s to something unusual", name, field.getName())
                    .isFalse();
            assertThat(field.get(copy)).as("%s.%s", name, field.getName()).isEqualTo(field.get(unusual));
        }
        assertThat(call(copy, "build")).isNotSameAs(built).isInstanceOf(built.getClass());
    }

    private static Object call(Object target, String method) throws ReflectiveOperationException {
        Method found = target.getClass().getMethod(method);
        return found.invoke(target);
    }
}
