// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.internal.loop.questions;

import io.github.warmstart.catalog.Item;
import io.github.warmstart.internal.checks.RetestAgreement;
import io.github.warmstart.internal.gain.AudienceRanking;
import io.github.warmstart.internal.gain.ExpectedGain;
import io.github.warmstart.internal.loop.state.LoopOptions;
import io.github.warmstart.internal.loop.state.RunInput;
import io.github.warmstart.internal.loop.state.RunState;
import io.github.warmstart.rating.table.RatingTable;
import io.github.warmstart.recommend.BiasModel;
import io.github.warmstart.signal.SignalKind;
import io.github.warmstart.signal.SignalRequest;
import io.github.warmstart.signal.SyntheticSignal;
import io.github.warmstart.trust.Calibration;
import io.github.warmstart.trust.SignalEvidence;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Questions about the audience: those that matter most first, ranked anew after each batch, since answers tell of the items
 * that share attributes with theirs. Some of the first batch are asked again in reversed order.
 */
public final class AudiencePlanner implements BatchPlanner {

    /** The share of the plan that one batch is, and the fewest requests of one: fewer would idle a parallel generator. */
    static final int BATCHES = 4;

    static final int FEWEST_AT_ONCE = 4;
    /** With fewer repeated answers, nothing is said of a generator. */
    static final int FEWEST_REPEATED = 20;
    /** Answers that are so likely to say nothing are asked for no more. */
    private static final double HOPELESS = 0.05;
    /** One-sided 95 % bound of the standard normal distribution. */
    private static final double BOUND = 1.645;

    private static final String NOT_COMPARABLE =
            "fewer than %d rated items can be answered: answers could not be compared with ratings and would be withheld, so the audience was not asked; believeUnproven() uses them all the same"
                    .formatted(SignalEvidence.MIN_OVERLAP);

    private final LoopOptions options;
    private final RunInput start;
    private final RequestPlanner questions;
    private final RoundRunner asker;
    private final RunState findings;
    private final Set<String> open;
    private final int batch;
    /** How many items may be asked about in all, and how many still. */
    private final int most;

    private int left;
    private boolean closed;

    public AudiencePlanner(
            LoopOptions options, RunInput start, RequestPlanner questions, RoundRunner asker, RunState findings) {
        this.options = options;
        this.start = start;
        this.questions = questions;
        this.asker = asker;
        this.findings = findings;
        open = new LinkedHashSet<>(questions.audienceItems());
        boolean comparable = open.isEmpty() || comparable(options, start.table(), open);
        most = comparable ? Math.min(options.asking().audienceItems(), open.size()) : 0;
        left = most;
        batch = batch((left + options.asking().itemsPerRequest() - 1)
                / options.asking().itemsPerRequest());
        if (left == 0) {
            asker.skip(
                    "audience",
                    options.asking().audienceItems() == 0
                            ? "audienceItems is 0: the audience was not asked"
                            : comparable
                                    ? "the catalogue holds no item that the generator can answer"
                                    : NOT_COMPARABLE);
            if (!comparable) {
                findings.notAsked(NOT_COMPARABLE);
            }
        }
    }

    /**
     * Whether answers could be compared with ratings, or need not be: known before anything is paid for.
     *
     * @param itemIds items that the generator can answer
     */
    public static boolean comparable(LoopOptions options, RatingTable table, Collection<String> itemIds) {
        return options.guarding().unproven()
                || itemIds.stream()
                                .mapToInt(table::itemIndex)
                                .filter(item -> item >= 0 && table.itemSize(item) > 0)
                                .count()
                        >= SignalEvidence.MIN_OVERLAP;
    }

    /** How many requests go together, of so many in all. */
    static int batch(int planned) {
        return Math.max(FEWEST_AT_ONCE, (planned + BATCHES - 1) / BATCHES);
    }

    @Override
    public @Nullable QuestionBatch next() {
        if (closed || left == 0 || asker.stopped(SignalKind.AUDIENCE)) {
            return null;
        }
        long many = Math.min(left, (long) batch * options.asking().itemsPerRequest());
        RunState.Standing standing = findings.standing();
        List<String> items = ranked(standing.bias()).stream().limit(many).toList();
        Optional<Calibration> fit = standing.audience();
        double miss = fit.map(Calibration::noiseVariance).orElseGet(() -> AudienceRanking.miss(start.table()));
        boolean useless = fit.isPresent()
                && (!fit.get().informative()
                        || (!fit.get().assumed() && fit.get().probability() < HOPELESS));
        double gain = useless
                ? 0
                : gain(standing.gain(), items, miss) / standing.gain().squaredError();
        List<SignalRequest> requests = questions.audience(items);
        return new QuestionBatch("audience", requests, gain, questions.tokens(requests));
    }

    /** New items first, since the warm start is for them; then by exposure and by what is not known. */
    private List<String> ranked(BiasModel bias) {
        return ranked(options, start.table(), bias, open);
    }

    public static List<String> ranked(
            LoopOptions options, RatingTable table, BiasModel bias, Collection<String> itemIds) {
        List<String> ranked = new ArrayList<>();
        List<String> others = new ArrayList<>();
        for (String itemId : AudienceRanking.rank(table, bias, itemIds)) {
            (options.subjects().coldItems().contains(itemId) ? ranked : others).add(itemId);
        }
        ranked.addAll(others);
        return ranked;
    }

    private double gain(ExpectedGain expected, List<String> items, double miss) {
        List<String> fresh = new ArrayList<>();
        List<String> others = new ArrayList<>();
        items.forEach(item -> (options.subjects().coldItems().contains(item) ? fresh : others).add(item));
        return expected.ofNewItems(fresh, miss) + expected.ofAudience(others, miss);
    }

    /** Whether anything was asked. */
    public boolean begun() {
        return left < most;
    }

    @Override
    public void take(QuestionBatch offer) throws InterruptedException {
        boolean first = !begun();
        List<SyntheticSignal> answers = asker.ask(offer);
        findings.add(answers);
        for (SignalRequest request : offer.requests()) {
            request.items().forEach(item -> open.remove(item.id()));
            left -= request.items().size();
        }
        closed = asker.cutOff() || asker.generatorDown();
        if (closed || !first) {
            return;
        }
        if (answers.isEmpty()) {
            closed = true;
            if (left > 0 && !asker.stopped(SignalKind.AUDIENCE)) {
                asker.skip("audience", "nothing was answered: no more was asked of the audience");
            }
        } else if (options.asking().repeats() > 0) {
            repeat(offer.requests(), answers);
        }
    }

    /** The first of some questions with the items in reversed order; what has one item has but one order. */
    public static List<SignalRequest> repeats(LoopOptions options, List<SignalRequest> asked) {
        List<SignalRequest> again = new ArrayList<>();
        for (SignalRequest request : asked.subList(0, Math.min(options.asking().repeats(), asked.size()))) {
            if (request.items().size() > 1) {
                List<Item> items = new ArrayList<>(request.items());
                Collections.reverse(items);
                again.add(new SignalRequest.AsAudience(items, request.scale(), true));
            }
        }
        return again;
    }

    /** Asks some again, and says what the two answers have in common. */
    private void repeat(List<SignalRequest> asked, List<SyntheticSignal> answers) throws InterruptedException {
        List<SignalRequest> again = repeats(options, asked);
        if (again.isEmpty()) {
            return;
        }
        List<SyntheticSignal> repeated = asker.ask(new QuestionBatch("repeat", again, 0, questions.tokens(again)));
        findings.add(repeated);
        RetestAgreement agreement =
                RetestAgreement.of(answers, repeated, start.table().scale());
        boolean noise = isNoise(agreement);
        asker.note(words(agreement) + (noise ? ": noise, which is not used" : ""));
        if (noise) {
            closed = true;
            findings.discard(
                    findings.signals(),
                    "the generator does not agree with itself: asked about %d items again, its answers were others"
                            .formatted(agreement.pairs()));
        }
    }

    /**
     * Whether answers and their repetition correlate no more than chance would have it, by Fisher's transformation. Equal
     * answers to all questions have no correlation, and are for calibration to judge.
     */
    static boolean isNoise(RetestAgreement agreement) {
        if (agreement.pairs() < FEWEST_REPEATED || agreement.correlation().isEmpty()) {
            return false;
        }
        double r = Math.min(agreement.correlation().getAsDouble(), 1 - 1e-9);
        double z = 0.5 * StrictMath.log((1 + r) / Math.max(1e-9, 1 - r));
        return z * Math.sqrt(agreement.pairs() - 3.0) < BOUND;
    }

    private static String words(RetestAgreement agreement) {
        if (agreement.deviation().isEmpty()) {
            return "asked again in reversed order: too few answers to compare";
        }
        return String.format(
                Locale.ROOT,
                "asked again in reversed order: %d answers differ by %+.2f +- %.2f, correlation %s",
                agreement.pairs(),
                agreement.meanDifference().orElse(0),
                agreement.deviation().getAsDouble(),
                agreement.correlation().isPresent()
                        ? String.format(
                                Locale.ROOT, "%.2f", agreement.correlation().getAsDouble())
                        : "none, since all are alike");
    }
}
