// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.examples.harm;

import io.github.warmstart.signal.Origin;
import io.github.warmstart.signal.SignalReply;
import io.github.warmstart.signal.SignalRequest;
import io.github.warmstart.signal.SyntheticSignal;
import io.github.warmstart.signal.SyntheticSignalGenerator;
import io.github.warmstart.signal.Usage;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Generator of answers from a simulated world, with one {@link Behaviour}. The same question always gets the same
 * answer.
 *
 * <p>The honest one estimates item means with an error, so that estimates and means have a correlation of 0.9. It knows
 * half of the level of a user's first ratings and two fifths of the user's taste; each answer has a further error.
 * Within a user, its deviations from item means have a correlation of about 0.15 with those of the user.
 */
final class PlantedGenerator implements SyntheticSignalGenerator {

    /**
     * Standard deviation of the error of an item mean: a correlation of 0.9 if means have a standard deviation of 0.5.
     */
    private static final double ITEM_ERROR = 0.24;

    private static final double LEVEL = 0.5;
    private static final double TASTE = 0.4;
    private static final double ANSWER_ERROR = 0.3;
    private static final double WRONG_TASTE = 0.5;
    private static final double WRONG_LEVEL = 0.5;
    private static final double MIDDLE = 3.5;
    private static final double MIRROR = PlantedWorld.SCALE.lowest() + PlantedWorld.SCALE.highest();

    private final PlantedWorld world;
    private final Behaviour behaviour;
    private final Origin origin;

    PlantedGenerator(PlantedWorld world, Behaviour behaviour) {
        this.world = world;
        this.behaviour = behaviour;
        this.origin = new Origin("planted", behaviour.label(), "", "0".repeat(64), Instant.EPOCH);
    }

    @Override
    public void generate(List<SignalRequest> requests, Consumer<SignalReply> replies) throws InterruptedException {
        for (SignalRequest request : requests) {
            if (Thread.interrupted()) {
                throw new InterruptedException("interrupted between two requests");
            }
            List<SyntheticSignal> signals = request.items().stream()
                    .map(item -> new SyntheticSignal(
                            request.kind(),
                            request.subjectId(),
                            item.id(),
                            answer(request.subjectId(), item.id()),
                            Set.of(),
                            origin))
                    .toList();
            replies.accept(new SignalReply(
                    request, SignalReply.Outcome.COMPLETE, signals, Map.of(), new Usage(1, 0, 0, 0), ""));
        }
    }

    /** Answer about a user, in half stars, or about the audience, in tenths. */
    double answer(Optional<String> userId, String itemId) {
        int item = PlantedItems.number(itemId);
        double said = userId.isPresent() ? ofUser(PlantedWorld.number(userId.get()), item) : ofAudience(item);
        double steps = userId.isPresent() ? 2 : 10;
        return PlantedWorld.SCALE.clamp(Math.rint(steps * said) / steps);
    }

    private double ofAudience(int item) {
        double honest = estimatedMean(item);
        return switch (behaviour) {
            case HONEST, SHARED, SWAPPED, ADVERSARIAL_USERS -> honest;
            case ADVERSARIAL_ITEMS -> popular(item) ? honest : MIRROR - honest;
            case USELESS -> MIDDLE + normal("useless", PlantedItems.id(item));
            case BIASED, COMPRESSED, REVERSED, SYCOPHANTIC -> distorted(honest);
        };
    }

    private double ofUser(int user, int item) {
        double honest = honest(user, item);
        return switch (behaviour) {
            case HONEST -> honest;
            case SHARED -> honest + sharedError(user, item);
            case SWAPPED -> honest((user + 1) % world.users(), item);
            case ADVERSARIAL_USERS -> world.isCold(user) ? MIRROR - accurate(user, item) : accurate(user, item);
            case ADVERSARIAL_ITEMS -> popular(item) ? honest : MIRROR - honest;
            case USELESS -> MIDDLE + normal("useless", PlantedWorld.id(user), PlantedItems.id(item));
            case BIASED, COMPRESSED, REVERSED, SYCOPHANTIC -> distorted(honest);
        };
    }

    private double distorted(double honest) {
        return switch (behaviour) {
            case BIASED -> honest + 1;
            case COMPRESSED -> MIDDLE + (honest - MIDDLE) / 3;
            case REVERSED -> MIRROR - honest;
            case SYCOPHANTIC -> Math.max(4, honest + 1);
            default -> honest;
        };
    }

    private double estimatedMean(int item) {
        return world.things.means[item] + ITEM_ERROR * normal("miss", PlantedItems.id(item));
    }

    private double honest(int user, int item) {
        return estimatedMean(item)
                + LEVEL * (world.userLevels[user] + world.firstErrors[user])
                + TASTE * world.things.affinity(world.tastes[user], item)
                + ANSWER_ERROR * normal("answer", PlantedWorld.id(user), PlantedItems.id(item));
    }

    private double accurate(int user, int item) {
        return world.expected(user, item)
                + ANSWER_ERROR * normal("answer", PlantedWorld.id(user), PlantedItems.id(item));
    }

    /** Error that all answers about a user share, so that it does not average out. */
    private double sharedError(int user, int item) {
        Random random = NamedRandom.of(world.seed, "wrong", PlantedWorld.id(user));
        double[] taste = random.doubles(PlantedItems.GENRES)
                .map(any -> WRONG_TASTE * random.nextGaussian())
                .toArray();
        return WRONG_LEVEL * random.nextGaussian() + world.things.affinity(taste, item);
    }

    private boolean popular(int item) {
        return item < world.things.count() / 4;
    }

    private double normal(String... names) {
        String[] named = new String[names.length + 1];
        named[0] = "generator";
        System.arraycopy(names, 0, named, 1, names.length);
        return NamedRandom.normal(world.seed, named);
    }
}
