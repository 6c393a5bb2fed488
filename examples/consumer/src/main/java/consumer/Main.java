// SPDX-License-Identifier: Apache-2.0
package consumer;

import io.github.warmstart.ColdStartBootstrapper;
import io.github.warmstart.WarmStart;
import io.github.warmstart.budget.Budget;
import io.github.warmstart.catalog.Item;
import io.github.warmstart.catalog.ItemCatalog;
import io.github.warmstart.openai.OpenAiSignalGenerator;
import io.github.warmstart.prompt.ChatReply;
import io.github.warmstart.prompt.PromptedSignalGenerator;
import io.github.warmstart.rating.Rating;
import io.github.warmstart.rating.RatingScale;
import io.github.warmstart.rating.RatingSource;
import io.github.warmstart.signal.Usage;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Minimal program of a user of the library, with two dependencies. The language model is a lambda that likes everything. */
public final class Main {

    private Main() {}

    /**
     * Runs a warm start on invented ratings.
     *
     * @param args none
     * @throws InterruptedException if the thread is interrupted
     */
    public static void main(String[] args) throws InterruptedException {
        Random random = new Random(1);
        List<Rating> ratings = new ArrayList<>();
        for (int user = 0; user < 60; user++) {
            for (int item = user % 3; item < 20; item += 3) {
                ratings.add(new Rating("user-" + user, "item-" + item, 1 + random.nextInt(5)));
            }
        }
        ItemCatalog catalog = ItemCatalog.of(IntStream.range(0, 20)
                .mapToObj(item -> Item.of("item-" + item, "Thing number " + item))
                .toList());
        try (PromptedSignalGenerator generator = PromptedSignalGenerator.builder(
                        prompt -> new ChatReply(everything(4), "a lambda", ChatReply.Finish.STOP, Usage.NONE))
                .build()) {
            WarmStart start = ColdStartBootstrapper.builder()
                    .ratings(RatingSource.of(RatingScale.of(1, 5, 1), ratings))
                    .catalog(catalog)
                    .generator(generator)
                    .budget(Budget.requests(50))
                    .build()
                    .warmStart();
            System.out.println(start.report().toText());
            System.out.println("consumer: warm start " + (start.applied() ? "applied" : "withheld") + ", best for user-1: "
                    + start.model().recommend("user-1", 3));
        }
        try (OpenAiSignalGenerator openAi = OpenAiSignalGenerator.builder()
                .baseUrl("http://127.0.0.1:9/v1")
                .model("none")
                .build()) {
            System.out.println("consumer: " + openAi + " can be built");
        }
    }

    private static String everything(int stars) {
        return IntStream.rangeClosed(1, 20)
                .mapToObj(n -> "{\"n\":" + n + ",\"rating\":" + stars + "}")
                .collect(Collectors.joining(",", "{\"ratings\":[", "]}"));
    }
}
