// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.warmstart.factorization.MatrixFactorization;
import io.github.warmstart.internal.loop.questions.RequestFactory;
import io.github.warmstart.report.WarmStartReport;
import io.github.warmstart.signal.SignalRequest;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Tag("slow")
@Timeout(60)
class RepeatabilityTest {

    private final Community community = Community.of(4);

    @Test
    void sameSeed_givesTheSameBits() throws InterruptedException {
        WarmStart first = start(7, MatrixFactorization.builder().epochs(8).build());
        WarmStart second = start(7, MatrixFactorization.builder().epochs(8).build());

        assertThat(first.applied()).isTrue();
        assertThat(community.predictions(second.model())).isEqualTo(community.predictions(first.model()));
        assertThat(second.signals()).isEqualTo(first.signals());
        assertThat(second.report()).isEqualTo(first.report());
        assertThat(second.report().toText()).isEqualTo(first.report().toText());
        assertThat(second.report().toJson()).isEqualTo(first.report().toJson());
    }

    @Test
    void sameBootstrapper_startsAnewEachTime() throws InterruptedException {
        ColdStartBootstrapper bootstrapper = community
                .bootstrapper()
                .generator(ScriptedGenerator.truthful(community))
                .build();

        WarmStart first = bootstrapper.warmStart();
        WarmStart second = bootstrapper.warmStart();

        assertThat(second.report()).isEqualTo(first.report());
        assertThat(community.predictions(second.model())).isEqualTo(community.predictions(first.model()));
    }

    @Test
    void anotherSeed_givesAnotherModelAndOtherProbes() throws InterruptedException {
        ScriptedGenerator one = ScriptedGenerator.truthful(community);
        ScriptedGenerator other = ScriptedGenerator.truthful(community);

        WarmStart first =
                community.bootstrapper().seed(1).generator(one).build().warmStart();
        WarmStart second =
                community.bootstrapper().seed(2).generator(other).build().warmStart();

        assertThat(probes(other)).isNotEqualTo(probes(one));
        assertThat(second.report().verdicts()).isNotEqualTo(first.report().verdicts());
        assertThat(community.predictions(second.model())).isNotEqualTo(community.predictions(first.model()));
        assertThat(second.report().setting().seed()).isEqualTo(2);
    }

    @Test
    void seed_reachesTheDefaultLearner() {
        ColdStartBootstrapper bootstrapper = ColdStartBootstrapper.builder()
                .ratings(community.source())
                .catalog(community.catalog())
                .generator(ScriptedGenerator.noise())
                .seed(99)
                .build();

        assertThat(bootstrapper.options().recommender())
                .isInstanceOfSatisfying(
                        MatrixFactorization.class,
                        learner -> assertThat(learner.seed()).isEqualTo(99));
    }

    @Test
    void phases_haveSeedsOfTheirOwn() {
        ColdStartBootstrapper bootstrapper =
                community.bootstrapper().generator(ScriptedGenerator.noise()).build();

        assertThat(List.of(
                        bootstrapper.options().seed("gate"),
                        bootstrapper.options().seed("probes"),
                        bootstrapper.options().seed("users")))
                .doesNotHaveDuplicates();
        assertThat(bootstrapper.options().seed("gate"))
                .isEqualTo(bootstrapper.options().seed("gate"));
    }

    @Test
    void anotherTime_changesNothingButTheTime() throws InterruptedException {
        WarmStartReport early = reportAt(new TickingClock(Instant.EPOCH));
        WarmStartReport late = reportAt(new TickingClock(Instant.parse("2031-05-06T07:08:09Z")));

        assertThat(late.setting().started()).isEqualTo(Instant.parse("2031-05-06T07:08:09Z"));
        assertThat(late.setting().duration()).hasSeconds(1);
        assertThat(late.setting()).isNotEqualTo(early.setting());
        assertThat(late)
                .usingRecursiveComparison()
                .ignoringFields("setting.started")
                .isEqualTo(early);
    }

    private WarmStartReport reportAt(Clock clock) throws InterruptedException {
        return community
                .bootstrapper()
                .clock(clock)
                .generator(ScriptedGenerator.truthful(community))
                .build()
                .warmStart()
                .report();
    }

    private WarmStart start(long seed, MatrixFactorization learner) throws InterruptedException {
        return community
                .bootstrapper()
                .recommender(learner)
                .seed(seed)
                .generator(ScriptedGenerator.truthful(community))
                .build()
                .warmStart();
    }

    private static List<SignalRequest> probes(ScriptedGenerator generator) {
        return List.copyOf(generator.askedOfUsers().subList(0, RequestFactory.MAX_PROBED_USERS));
    }

    /** One second later at each look. */
    private static final class TickingClock extends Clock {
        private Instant now;

        TickingClock(Instant start) {
            now = start;
        }

        @Override
        public Instant instant() {
            Instant told = now;
            now = now.plusSeconds(1);
            return told;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
