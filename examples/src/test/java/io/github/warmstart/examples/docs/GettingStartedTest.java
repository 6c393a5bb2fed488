// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.examples.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.warmstart.ColdStartBootstrapper;
import io.github.warmstart.WarmStart;
import io.github.warmstart.budget.Budget;
import io.github.warmstart.budget.Price;
import io.github.warmstart.catalog.Item;
import io.github.warmstart.catalog.ItemCatalog;
import io.github.warmstart.choice.ChoiceLearner;
import io.github.warmstart.choice.ChoiceModel;
import io.github.warmstart.choice.RankedItem;
import io.github.warmstart.choice.data.ChoiceData;
import io.github.warmstart.examples.simulation.ModelVices;
import io.github.warmstart.examples.simulation.SimulatedCommunity;
import io.github.warmstart.examples.simulation.SimulatedLanguageModel;
import io.github.warmstart.examples.simulation.SimulatedProvider;
import io.github.warmstart.interaction.InteractionSource;
import io.github.warmstart.interaction.InteractionTable;
import io.github.warmstart.openai.OpenAiSignalGenerator;
import io.github.warmstart.rating.BadRow;
import io.github.warmstart.rating.BadRow.RowLocation;
import io.github.warmstart.rating.BadRowPolicy;
import io.github.warmstart.rating.Rating;
import io.github.warmstart.rating.RatingScale;
import io.github.warmstart.rating.RatingSink;
import io.github.warmstart.rating.RatingSource;
import io.github.warmstart.rating.ReadRules;
import io.github.warmstart.rating.TimeFormat;
import io.github.warmstart.rating.table.RatingTable;
import io.github.warmstart.recommend.RatingModel;
import io.github.warmstart.recommend.Recommendation;
import io.github.warmstart.report.JoinCheck;
import io.github.warmstart.signal.SyntheticSignal;
import io.github.warmstart.signal.SyntheticSignalGenerator;
import io.github.warmstart.source.csv.CsvInteractions;
import io.github.warmstart.source.csv.CsvRatings;
import io.github.warmstart.source.jdbc.JdbcRatings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs every program of the README and of the page for beginners, and holds the pages to what was run. */
class GettingStartedTest {

    private static final String HERE =
            "examples/src/test/java/io/github/warmstart/examples/docs/GettingStartedTest.java";

    private static final SimulatedCommunity COMMUNITY =
            SimulatedCommunity.builder().items(120).warmRatings(8).build();
    private static SimulatedProvider provider;

    @BeforeAll
    static void startProvider() throws IOException {
        provider = SimulatedProvider.start(new SimulatedLanguageModel(COMMUNITY, ModelVices.usual()));
    }

    @AfterAll
    static void stopProvider() {
        provider.close();
    }

    @Test
    void readme_program_runs() throws Exception {
        List<Recommendation> top = readme(
                provider.baseUrl(),
                COMMUNITY.visible(),
                COMMUNITY.catalog(),
                "not-a-secret",
                COMMUNITY.coldUsers().get(0));

        assertThat(top).hasSize(10);
        assertThat(DocPage.of("README.md").blocks("java")).containsExactly(DocPage.region(HERE, "readme"));
    }

    private static List<Recommendation> readme(
            String url, RatingSource ratings, ItemCatalog catalog, String key, String userId)
            throws InterruptedException {
        // begin readme
        try (var generator = OpenAiSignalGenerator.builder()
                .baseUrl(url)
                .apiKey(key)
                .model("gpt-5-mini")
                .build()) {
            WarmStart start = ColdStartBootstrapper.builder()
                    .ratings(ratings) // from a CSV file, a database, a collection
                    .catalog(catalog) // what can be rated, in words
                    .generator(generator) // a language model
                    .budget(Budget.tokens(200_000))
                    .build()
                    .warmStart();
            System.out.println(start.report()); // what it did, whether it helps, what it cost
            return start.model().recommend(userId, 10);
        }
        // end
    }

    @Test
    void csv_ofThePage_isRead(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(
                folder.resolve("reviews.csv"), "customer;article;stars;day\nann;tea;5;2026-01-02T10:00:00Z\n;tea;4;\n");
        // begin csv
        RatingSource ratings = CsvRatings.builder(file, RatingScale.of(1, 5, 1))
                .columns("customer", "article", "stars")
                .timeColumn("day")
                .timeFormat(TimeFormat.ISO_8601)
                .separator(";")
                .build();
        // end
        assertThat(ratings.scale().highest()).isEqualTo(5);
    }

    @Test
    void jdbc_ofThePage_isRead() throws Exception {
        JdbcDataSource h2 = new JdbcDataSource();
        h2.setURL("jdbc:h2:mem:started;DB_CLOSE_DELAY=-1");
        try (var connection = h2.getConnection();
                var statement = connection.createStatement()) {
            statement.execute("create table review(customer varchar, article varchar, stars double)");
            statement.execute("insert into review values ('ann', 'tea', 5)");
        }
        DataSource dataSource = h2;
        // begin jdbc
        RatingSource ratings = JdbcRatings.builder(
                        dataSource, "select customer, article, stars from review", RatingScale.of(1, 5, 1))
                .columns("customer", "article", "stars")
                .build();
        // end
        assertThat(RatingTable.read(ratings).size()).isEqualTo(1);
    }

    @Test
    void purchases_ofThePage_becomeAList(@TempDir Path folder) throws IOException {
        StringBuilder lines = new StringBuilder("customer,article,pieces,day\n");
        COMMUNITY.visible().read(new RatingSink() {
            @Override
            public void accept(Rating rating, RowLocation location) {
                lines.append(rating.userId())
                        .append(',')
                        .append(rating.itemId())
                        .append(",1,2026-01-02\n");
            }

            @Override
            public void reject(BadRow row) {}
        });
        Path file = Files.writeString(folder.resolve("orders.csv"), lines);
        List<String> newcomers = COMMUNITY.coldUsers();

        List<RankedItem> list = purchases(file, COMMUNITY.catalog(), newcomers, newcomers.get(0));

        assertThat(list).hasSize(10).allSatisfy(item -> assertThat(item.parts()).isNotEmpty());
    }

    private static List<RankedItem> purchases(Path file, ItemCatalog catalog, List<String> newcomers, String userId) {
        // begin purchases
        InteractionSource orders = CsvInteractions.builder(file)
                .columns("customer", "article")
                .countColumn("pieces")
                .timeColumn("day")
                .timeFormat(TimeFormat.ISO_8601) // a date, or a date and a time with or without a zone
                .build();
        InteractionTable table = InteractionTable.builder()
                .items(catalog.items().stream().map(Item::id).toList()) // also what nobody has bought yet
                .addAll(orders)
                .build();
        System.out.println(JoinCheck.ofInteractions(table, catalog, newcomers)); // are the ids the same in both?
        ChoiceModel model = ChoiceLearner.ofDefaults()
                .fit(ChoiceData.builder(table)
                        .newcomers(newcomers)
                        .catalog(catalog)
                        .build());
        List<RankedItem> list = model.recommend(userId, 10); // each item with the parts of its score
        // end
        return list;
    }

    @Test
    void catalogAndWarmStart_ofThePage_run() throws Exception {
        RatingSource ratings = COMMUNITY.visible();
        List<String> newcomers = COMMUNITY.coldUsers();
        try (OpenAiSignalGenerator generator = OpenAiSignalGenerator.builder()
                .baseUrl(provider.baseUrl())
                .apiKey("not-a-secret")
                .model(SimulatedLanguageModel.NAME)
                .build()) {
            WarmStart start = start(ratings, COMMUNITY.catalog(), generator, newcomers);
            String userId = newcomers.get(0);
            String itemId = COMMUNITY.catalog().items().iterator().next().id();
            // begin use
            RatingModel model = start.model();
            double expected = model.predict(userId, itemId); // never NaN, always on the scale
            boolean guessed = !model.knowsUser(userId); // a fallback, and it says so
            RatingModel later = model.foldIn(userId, List.of(new Rating(userId, itemId, 4))); // no refit
            // end
            assertThat(expected).isBetween(0.5, 5.0);
            assertThat(guessed).isFalse();
            assertThat(later.ratedItems(userId)).contains(itemId);
            // begin signals
            for (SyntheticSignal signal : start.signals()) {
                System.out.println(signal.origin()); // nothing synthetic is anonymous
            }
            // end
            assertThat(start.signals()).isNotEmpty();
        }
        // begin catalog
        ItemCatalog catalog = ItemCatalog.of(List.of(
                Item.of("sku-1", "Green tea, 100 g").with("origin", "Japan").with("price", "7.50"),
                Item.of("sku-2", "Black tea, 100 g").with("origin", "India").with("price", "5.20")));
        // end
        assertThat(catalog.size()).isEqualTo(2);
    }

    private static WarmStart start(
            RatingSource ratings, ItemCatalog catalog, SyntheticSignalGenerator generator, List<String> newcomers)
            throws InterruptedException {
        // begin options
        WarmStart start = ColdStartBootstrapper.builder()
                .ratings(ratings)
                .readRules(ReadRules.DEFAULT.withBadRows(
                        BadRowPolicy.skipUpTo(100))) // counted and reported; without this the first one is an error
                .catalog(catalog)
                .generator(generator)
                .coldUsers(newcomers) // unless said, everybody with fewer than ten ratings
                .budget(Budget.money(2.00, Price.perMillionTokens(0.25, 2.00, "USD")))
                .seed(42)
                .build()
                .warmStart();
        // end
        return start;
    }

    @Test
    void page_holdsWhatRunsHere() {
        assertThat(DocPage.of("docs/getting-started.md").blocks("java"))
                .containsExactly(
                        DocPage.region(HERE, "csv"),
                        DocPage.region(HERE, "jdbc"),
                        DocPage.region(HERE, "catalog"),
                        DocPage.region(HERE, "purchases"),
                        DocPage.region(HERE, "options"),
                        DocPage.region(HERE, "use"),
                        DocPage.region(HERE, "signals"));
    }
}
