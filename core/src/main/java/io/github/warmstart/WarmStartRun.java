// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart;

import io.github.warmstart.progress.RatingsRead;
import io.github.warmstart.quality.RealDiversity;
import io.github.warmstart.quality.Tripwire;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One walk along the road: read, ask, calibrate, judge, train. Confined to one thread, used once.
 *
 * <p>Of the kinds of questions, that one is asked next whose next batch is expected to take most off the mean squared error
 * of a cold user's prediction for each token. What the answers teach changes what the other batches are worth, so all are
 * weighed anew. It ends when no batch takes off enough, or nothing is left to spend. The gate speaks about the audience's
 * signals when no more of them pays, about those of users after the probes, and about personas after each batch; what it
 * does not let through is neither used nor asked for.
 */
final class WarmStartRun {

    private final ColdStartBootstrapper options;
    private final BudgetMeter meter;
    private final Asker asker;

    WarmStartRun(ColdStartBootstrapper options) {
        this.options = options;
        this.meter = new BudgetMeter(options.budget());
        this.asker = new Asker(options.generator(), options.mostGenerations(), meter, options.listener());
    }

    WarmStart walk() throws InterruptedException {
        Instant started = options.clock().instant();
        Start start = Start.read(options);
        options.listener()
                .onRatings(new RatingsRead(
                        start.users(),
                        start.items(),
                        start.table().size(),
                        start.coldUsers().size()));
        Findings findings = new Findings(options, start, options.recommender().fit(start.table()));
        Questions questions = Questions.of(options, start);
        asker.watch(RealDiversity.of(start.table()), new Tripwire(options.earlierDiversity()));
        AudienceOffers audience = new AudienceOffers(options, start, questions, asker, findings);
        UserOffers users = new UserOffers(options, start, questions, asker, findings);
        PersonaOffers personas = new PersonaOffers(options, questions, asker, findings);
        ask(audience, List.of(users, personas), findings);
        findings.judgeAudience();
        users.finish();
        return new Finish(options, start, findings).warmStart(started, asker, meter);
    }

    private void ask(AudienceOffers audience, List<Offers> others, Findings findings) throws InterruptedException {
        while (!asker.generatorDown()) {
            @Nullable Offer first = paying(audience);
            Offers best = audience;
            @Nullable Offer chosen = first;
            for (Offers kind : others) {
                Offer offer = paying(kind);
                // what stands on the verdict about the audience waits until all is asked that it is to be about
                boolean waits = first != null && (kind.needsAudience() || !audience.begun());
                if (offer != null && !waits && (chosen == null || offer.perToken() > chosen.perToken())) {
                    best = kind;
                    chosen = offer;
                }
            }
            if (chosen == null) {
                tellWhatDoesNotPay(audience);
                others.forEach(this::tellWhatDoesNotPay);
                return;
            }
            if (first == null) {
                findings.judgeAudience();
            }
            best.take(chosen);
        }
    }

    /** The next batch of a kind, if it takes off enough. */
    private @Nullable Offer paying(Offers kind) {
        Offer offer = kind.next();
        return offer != null && offer.gain() >= options.leastGain() ? offer : null;
    }

    private void tellWhatDoesNotPay(Offers kind) {
        Offer offer = kind.next();
        if (offer != null) {
            asker.skip(
                    offer.purpose(),
                    offer.gain(),
                    String.format(
                            Locale.ROOT,
                            "%s would be expected to lower the squared error by %.3f %%, less than %.3f %%: not asked",
                            offer.requests().isEmpty()
                                    ? "questions about single users"
                                    : "the next %d requests"
                                            .formatted(offer.requests().size()),
                            100 * offer.gain(),
                            100 * options.leastGain()));
        }
    }
}
