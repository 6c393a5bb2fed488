// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.evaluation;

import static io.github.warmstart.evaluation.FixedModel.STARS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.warmstart.rating.Rating;
import io.github.warmstart.rating.RatingScale;
import io.github.warmstart.rating.RatingSource;
import java.io.Serializable;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HeldOutRatingsTest {

    private static final List<Rating> RATINGS =
            List.of(new Rating("ann", "a", 4.25), new Rating("bob", "a", 2.25), new Rating("ann", "b", 1.25));

    @Test
    void counts_areThoseOfTheRatings() {
        HeldOutRatings heldOut = HeldOutRatings.of(STARS, RATINGS);

        assertThat(heldOut.users()).isEqualTo(2);
        assertThat(heldOut.ratings()).isEqualTo(3);
        assertThat(heldOut).hasToString("3 held-out ratings of 2 users on 1.0..5.0");
    }

    @Test
    void where_keepsThePartOfThePairs() {
        HeldOutRatings heldOut = HeldOutRatings.of(STARS, RATINGS);

        HeldOutRatings part = heldOut.where((userId, itemId) -> itemId.equals("b"));

        assertThat(part.users()).isEqualTo(1);
        assertThat(part.ratings()).isEqualTo(1);
        assertThat(part.judge(new FixedModel()).mae()).isEqualTo(1.75);
        assertThat(heldOut.where((userId, itemId) -> true)
                        .judge(new FixedModel())
                        .mae())
                .isEqualTo(heldOut.judge(new FixedModel()).mae());
        assertThat(heldOut.ratings()).isEqualTo(3);
    }

    @Test
    void where_keepsTheThreshold() {
        HeldOutRatings part =
                HeldOutRatings.of(STARS, RATINGS).relevantFrom(2).where((userId, itemId) -> userId.equals("bob"));

        assertThat(part.judge(new FixedModel("a")).recall(1)).isEqualTo(1);
    }

    @Test
    void judge_nothing_isAnError() {
        assertThatThrownBy(() -> HeldOutRatings.of(STARS, List.of()).judge(new FixedModel()))
                .hasMessage("there is no held-out rating to judge by");
    }

    @Test
    void judge_onAnotherScale_isAnError() {
        assertThatThrownBy(
                        () -> HeldOutRatings.of(RatingScale.of(1, 10), RATINGS).judge(new FixedModel()))
                .hasMessage("the model must be on the scale 1.0..10.0, but is on 1.0..5.0");
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY})
    void judge_whatIsNotFinite_isAnErrorWithoutTheRating(double prediction) {
        assertThatThrownBy(() ->
                        HeldOutRatings.of(STARS, RATINGS).judge(new FixedModel().predicting("bob", "a", prediction)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the model must predict a finite rating, but predicted %s (user 'bob', item 'a')"
                        .formatted(prediction));
    }

    @Test
    void of_badRatings_isAnErrorWithoutTheRating() {
        assertThatThrownBy(() -> HeldOutRatings.of(STARS, List.of(new Rating("ann", "a", 7.125))))
                .hasMessage("the rating of user 'ann' for item 'a' must be on the scale 1.0..5.0, but is not");
        assertThatThrownBy(() -> HeldOutRatings.of(STARS, List.of(RATINGS.get(0), RATINGS.get(0))))
                .hasMessage("each pair must be rated once, but user 'ann' rated item 'a' twice");
    }

    /** What a sealed type may hand out: counts, words, ids, another sealed part, figures, and what is visible anyway. */
    private static final Set<Class<?>> HARMLESS = Set.of(
            int.class,
            String.class,
            List.class,
            HeldOutRatings.class,
            ModelMetrics.class,
            EvaluationSplit.class,
            RatingSource.class);

    @ParameterizedTest
    @ValueSource(classes = {HeldOutRatings.class, EvaluationSplit.class})
    void sealedTypes_handOutNoRating(Class<?> type) {
        assertThat(Modifier.isFinal(type.getModifiers())).isTrue();
        assertThat(type.getSuperclass()).isEqualTo(Object.class);
        assertThat(type.getInterfaces()).isEmpty();
        assertThat(Serializable.class.isAssignableFrom(type)).isFalse();
        assertThat(type.getFields())
                .filteredOn(field -> !Modifier.isStatic(field.getModifiers()))
                .isEmpty();
        for (Method method : type.getDeclaredMethods()) {
            if (!Modifier.isPrivate(method.getModifiers()) && !method.isSynthetic()) {
                assertThat(HARMLESS).as("%s", method).contains(method.getReturnType());
                assertThat(method.getGenericReturnType().getTypeName())
                        .as("%s", method)
                        .doesNotContain("Rating>", "Double", "Map", "Object");
            }
        }
        assertThat(Arrays.stream(type.getDeclaredFields()).filter(field -> !Modifier.isStatic(field.getModifiers())))
                .allMatch(field -> Modifier.isPrivate(field.getModifiers()));
    }

    @Test
    void judgement_handsOutFiguresAndNothingThatIsSingle() {
        for (Method method : ModelMetrics.class.getMethods()) {
            if (method.getDeclaringClass() == ModelMetrics.class) {
                assertThat(method.getReturnType().getSimpleName())
                        .as("%s", method)
                        .isIn("int", "double", "String", "PairedBootstrap");
            }
        }
    }
}
