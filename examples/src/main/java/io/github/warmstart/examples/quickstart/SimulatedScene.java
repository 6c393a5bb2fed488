// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.examples.quickstart;

import io.github.warmstart.catalog.ItemCatalog;
import io.github.warmstart.catalog.UserProfile;
import io.github.warmstart.examples.simulation.ModelVices;
import io.github.warmstart.examples.simulation.SimulatedCommunity;
import io.github.warmstart.examples.simulation.SimulatedLanguageModel;
import io.github.warmstart.examples.simulation.SimulatedProvider;
import io.github.warmstart.openai.OpenAiSignalGenerator;
import io.github.warmstart.rating.Rating;
import io.github.warmstart.rating.RatingSource;
import io.github.warmstart.signal.SyntheticSignalGenerator;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Scene with a simulated community and a simulated model behind a local HTTP server, so that every layer including HTTP is
 * used. With a real model the community is still simulated.
 */
final class SimulatedScene implements QuickStartScene {

    /** Number of films; with few ratings per warm user, so that signals can help. */
    private static final int ITEMS = 300;

    private static final int RATINGS_A_USER = 8;
    private static final int MEMBERS = 300;

    private final SimulatedCommunity community;
    private final RatingSource visible;
    private final Optional<SimulatedProvider> provider;
    private final OpenAiSignalGenerator generator;

    SimulatedScene(QuickStartArguments arguments, @Nullable String key) throws IOException {
        SimulatedCommunity.Builder builder = SimulatedCommunity.builder()
                .users(MEMBERS)
                .items(ITEMS)
                .warmRatings(RATINGS_A_USER)
                .seed(arguments.seed());
        arguments.users().ifPresent(users -> builder.coldUsers(checked(users)));
        community = builder.build();
        visible = arguments.ratingsLimit().isPresent()
                ? limited(arguments.ratingsLimit().getAsInt(), arguments.seed())
                : community.visible();
        if (arguments.realModel()) {
            provider = Optional.empty();
            generator = RealModel.join(arguments, "film", key);
        } else {
            SimulatedProvider server = SimulatedProvider.builder(
                            new SimulatedLanguageModel(community, ModelVices.usual()))
                    .rateLimitRate(0.02)
                    .serverErrorRate(0.02)
                    .seed(arguments.seed())
                    .start();
            provider = Optional.of(server);
            generator = OpenAiSignalGenerator.builder()
                    .baseUrl(server.baseUrl())
                    .apiKey("no-secret-for-a-simulated-model")
                    .model(SimulatedLanguageModel.NAME)
                    .prompting(prompts -> prompts.domain("film"))
                    .build();
        }
    }

    private static int checked(int users) {
        if (users > MEMBERS) {
            throw new UsageException(
                    "--users must be at most %d in the simulated community, but was '%d'".formatted(MEMBERS, users));
        }
        return users;
    }

    private RatingSource limited(int limit, long seed) {
        List<String> cold = community.coldUsers();
        return RatingSource.of(
                SimulatedCommunity.SCALE,
                Samples.limited(community.visibleRatings(), rating -> !cold.contains(rating.userId()), limit, seed));
    }

    @Override
    public List<String> introduction() {
        return List.of(
                "The community is SIMULATED: films, people and tastes are generated.",
                provider.isPresent()
                        ? "The language model is SIMULATED too, behind a real HTTP server on this machine; it makes the "
                                + "mistakes of a real one."
                        : String.format(
                                Locale.ROOT,
                                "The language model is real: %s.",
                                generator.client().model()));
    }

    @Override
    public RatingSource visible() {
        return visible;
    }

    @Override
    public ItemCatalog catalog() {
        return community.catalog();
    }

    @Override
    public List<UserProfile> profiles() {
        return community.profiles();
    }

    @Override
    public List<String> coldUsers() {
        return community.coldUsers();
    }

    @Override
    public List<Rating> hidden() {
        return community.hidden();
    }

    @Override
    public SyntheticSignalGenerator generator() {
        return generator;
    }

    @Override
    public void close() {
        generator.close();
        provider.ifPresent(SimulatedProvider::close);
    }
}
