// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.examples.docs;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.warmstart.ColdStartBootstrapper;
import io.github.warmstart.budget.Budget;
import io.github.warmstart.catalog.Item;
import io.github.warmstart.catalog.ItemCatalog;
import io.github.warmstart.choice.RankedItem;
import io.github.warmstart.choice.ScorePart;
import io.github.warmstart.examples.shop.ShopStart;
import io.github.warmstart.examples.simulation.ModelVices;
import io.github.warmstart.examples.simulation.SimulatedCommunity;
import io.github.warmstart.examples.simulation.SimulatedLanguageModel;
import io.github.warmstart.interaction.Interaction;
import io.github.warmstart.interaction.InteractionSource;
import io.github.warmstart.lists.ListStart;
import io.github.warmstart.prompt.ChatModel;
import io.github.warmstart.prompt.PromptedSignalGenerator;
import io.github.warmstart.signal.ChoiceRequest;
import io.github.warmstart.signal.Origin;
import io.github.warmstart.signal.SignalKind;
import io.github.warmstart.signal.SignalReply;
import io.github.warmstart.signal.SignalRequest;
import io.github.warmstart.signal.SyntheticSignal;
import io.github.warmstart.signal.SyntheticSignalGenerator;
import io.github.warmstart.signal.Usage;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Runs the programs of the page for shops without ratings, and holds the page to what was run. */
class ShopPageTest {

    private static final String HERE = "examples/src/test/java/io/github/warmstart/examples/docs/ShopPageTest.java";

    private static final SimulatedCommunity COMMUNITY =
            SimulatedCommunity.builder().items(100).warmRatings(0).build();

    /** What a shop has in its database. */
    private record Order(String customer, String article, Instant placed) {}

    private static final List<Order> ORDERS = COMMUNITY.visibleRatings().stream()
            .map(rating -> new Order(rating.userId(), rating.itemId(), requireNonNull(rating.time())))
            .toList();

    @Test
    void shop_ofThePage_getsLists() throws InterruptedException {
        ChatModel model = new SimulatedLanguageModel(COMMUNITY, ModelVices.usual());
        List<RankedItem> top =
                lists(ORDERS, COMMUNITY.catalog(), model, COMMUNITY.coldUsers().get(0));

        assertThat(top).hasSize(10);
        assertThat(top.get(0).parts()).containsKey(ScorePart.EXPOSURE);
        assertThat(DocPage.of("docs/shop-without-ratings.md").blocks("java"))
                .containsExactly(DocPage.region(HERE, "shop"), DocPage.region(HERE, "own"));
    }

    private static List<RankedItem> lists(
            List<Order> orders, ItemCatalog catalog, ChatModel languageModel, String customer)
            throws InterruptedException {
        // begin shop
        InteractionSource purchases = InteractionSource.of(
                "orders",
                rows -> orders.forEach(o -> rows.accept(new Interaction(o.customer(), o.article(), o.placed()))));
        try (var generator = PromptedSignalGenerator.builder(languageModel)
                .domain("film")
                .audience("customers of a shop for films")
                .choosing("buy")
                .build()) {
            ListStart start = ColdStartBootstrapper.builder()
                    .interactions(purchases) // who bought what; no rating is read, asked for or predicted
                    .catalog(catalog)
                    .generator(generator)
                    .budget(Budget.tokens(500_000))
                    .build()
                    .warmStart();
            System.out.println(start.report()); // what was asked, the verdict on order, what it cost
            return start.recommend(customer, 10); // each item with the parts of its score: why it is there
        }
        // end
    }

    // begin own
    /** The sales desk knows what sells: a generator that answers one kind of question. */
    static SyntheticSignalGenerator salesDesk(Map<String, Double> percentOfCustomers) {
        return SyntheticSignalGenerator.oneByOne(Set.of(SignalKind.EXPOSURE), request -> {
            Origin origin =
                    new Origin("sales desk", "ann", "", "", Clock.systemUTC().instant());
            List<SyntheticSignal> answers = request.items().stream()
                    .map(item -> new SyntheticSignal(
                            SignalKind.EXPOSURE,
                            Optional.empty(),
                            item.id(),
                            percentOfCustomers.getOrDefault(item.id(), 0.0),
                            Set.of(),
                            origin))
                    .toList();
            return new SignalReply(request, SignalReply.Outcome.COMPLETE, answers, Map.of(), Usage.NONE, "");
        });
    }
    // end

    @Test
    void salesDesk_answersOneKind() throws InterruptedException {
        SyntheticSignalGenerator desk = salesDesk(Map.of("tea", 12.5));
        SignalRequest request = new ChoiceRequest.Exposure(List.of(Item.of("tea", "Green tea"), Item.of("cup", "Cup")));

        desk.generate(
                List.of(request),
                reply -> assertThat(reply.signals())
                        .extracting(SyntheticSignal::value)
                        .containsExactly(12.5, 0.0));
    }

    @Test
    void program_runs() throws InterruptedException {
        ShopStart.main(new String[0]);
    }
}
