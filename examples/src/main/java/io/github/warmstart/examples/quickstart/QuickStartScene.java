// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.examples.quickstart;

import io.github.warmstart.catalog.ItemCatalog;
import io.github.warmstart.catalog.UserProfile;
import io.github.warmstart.rating.Rating;
import io.github.warmstart.rating.RatingSource;
import io.github.warmstart.signal.SyntheticSignalGenerator;
import java.util.List;

/**
 * Input of a run: a community with some cold users, and a signal generator. The hidden ratings are used only by the comparison
 * at the end.
 */
interface QuickStartScene extends AutoCloseable {

    /** Description of what is simulated, recorded or real, as lines for people. */
    List<String> introduction();

    /** The visible ratings. */
    RatingSource visible();

    /** The items. */
    ItemCatalog catalog();

    /** Profiles of users. */
    List<UserProfile> profiles();

    /** The cold users. */
    List<String> coldUsers();

    /** The hidden ratings of the cold users. */
    List<Rating> hidden();

    /** The signal generator. */
    SyntheticSignalGenerator generator();

    @Override
    void close();
}
