// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.examples.quickstart;

import io.github.warmstart.catalog.ItemCatalog;
import io.github.warmstart.catalog.UserProfile;
import io.github.warmstart.rating.Rating;
import io.github.warmstart.rating.RatingSource;
import io.github.warmstart.signal.SyntheticSignalGenerator;
import java.util.List;

/**
 * What a run is about: a community of which some users are cold, and something that makes up signals. The hidden ratings
 * are for the comparison at the end, and are given to nothing else.
 */
interface QuickStartScene extends AutoCloseable {

    /** What is simulated, recorded or real here, in lines for a person. */
    List<String> introduction();

    /** The ratings that may be seen. */
    RatingSource visible();

    /** The items. */
    ItemCatalog catalog();

    /** What is known of users apart from ratings. */
    List<UserProfile> profiles();

    /** The users that the warm start is for. */
    List<String> coldUsers();

    /** Their other ratings. */
    List<Rating> hidden();

    /** What makes up signals. */
    SyntheticSignalGenerator generator();

    @Override
    void close();
}
