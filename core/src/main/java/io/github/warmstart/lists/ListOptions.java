// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.lists;

import io.github.warmstart.budget.Budget;
import io.github.warmstart.catalog.ItemCatalog;
import io.github.warmstart.catalog.UserProfile;
import io.github.warmstart.choice.data.Liking;
import io.github.warmstart.interaction.InteractionSource;
import io.github.warmstart.internal.loop.choice.ChoiceScope;
import io.github.warmstart.progress.WarmStartListener;
import io.github.warmstart.rating.ReadRules;
import io.github.warmstart.signal.SyntheticSignalGenerator;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The checked options of a {@link ListBootstrapper}; its builder describes them. */
record ListOptions(
        InteractionSource interactions,
        ReadRules readRules,
        boolean disjointCatalogAllowed,
        SyntheticSignalGenerator generator,
        ItemCatalog catalog,
        @Nullable Liking liking,
        Budget budget,
        WarmStartListener listener,
        Clock clock,
        @Nullable List<String> coldUsers,
        int coldBelow,
        List<UserProfile> profiles,
        ChoiceScope scope,
        long seed) {

    static final int DEFAULT_REQUESTS = 200;
    static final long DEFAULT_SEED = 42;

    static <T> T required(@Nullable T value, String name) {
        if (value == null) {
            throw new IllegalArgumentException(
                    "%s is required, but was not set: call %s(...) before build()".formatted(name, name));
        }
        return value;
    }

    static int atLeast(int least, int value, String name) {
        if (value < least) {
            throw new IllegalArgumentException("%s must be >= %d, but was %d".formatted(name, least, value));
        }
        return value;
    }
}
