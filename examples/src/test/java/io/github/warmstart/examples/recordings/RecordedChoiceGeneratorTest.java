// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.examples.recordings;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.warmstart.catalog.Item;
import io.github.warmstart.catalog.UserProfile;
import io.github.warmstart.rating.RatingScale;
import io.github.warmstart.signal.ChoiceRequest.Exposure;
import io.github.warmstart.signal.ChoiceRequest.Grades;
import io.github.warmstart.signal.ChoiceRequest.Shortlist;
import io.github.warmstart.signal.ChoiceRequest.SimilarItems;
import io.github.warmstart.signal.SignalKind;
import io.github.warmstart.signal.SignalReply;
import io.github.warmstart.signal.SignalReply.Outcome;
import io.github.warmstart.signal.SignalRequest;
import io.github.warmstart.signal.SyntheticSignal;
import io.github.warmstart.signal.Usage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordedChoiceGeneratorTest {

    private static final List<Item> ITEMS =
            Stream.of("1", "2", "3", "4").map(id -> Item.of(id, "Game " + id)).toList();

    private ChoiceRecordings recordings;

    @BeforeEach
    void write(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("cold_users.csv"), "userId\nann\n");
        Files.writeString(folder.resolve("known.csv"), "userId,itemId\nann,1\n");
        Files.writeString(folder.resolve("exposure.csv"), "itemId,percent\n1,12.5\n2,\n");
        Files.writeString(folder.resolve("similar.csv"), "itemId,rank,similarItemId\n1,1,3\n1,2,9\n1,3,2\n");
        Files.writeString(folder.resolve("lists.csv"), "userId,rank,itemId\nann,1,3\nann,2,1\nann,3,2\n");
        Files.writeString(folder.resolve("probe-known.csv"), "userId,itemId\nbob,2\n");
        Files.writeString(folder.resolve("probe-lists.csv"), "userId,rank,itemId\nbob,1,4\n");
        recordings = ChoiceRecordings.read(folder);
    }

    private SignalReply ask(SignalRequest request) throws InterruptedException {
        List<SignalReply> replies = new ArrayList<>();
        RecordedChoiceGenerator.of(recordings).generate(List.of(request), replies::add);
        return replies.get(0);
    }

    @Test
    void exposure_notWorthNaming_isZero_andNotAskedIsMissing() throws InterruptedException {
        SignalReply reply = ask(new Exposure(ITEMS.subList(0, 3)));

        assertThat(reply.signals()).extracting(SyntheticSignal::value).containsExactly(12.5, 0.0);
        assertThat(reply.outcome()).isEqualTo(Outcome.PARTIAL);
        assertThat(reply.reason()).isEqualTo("recording holds 2 of 3 answers of kind exposure");
    }

    @Test
    void similar_isCutToWhatIsOffered() throws InterruptedException {
        SignalReply reply = ask(new SimilarItems(ITEMS.subList(0, 1), ITEMS, true, 2));

        assertThat(reply.signals()).extracting(SyntheticSignal::itemId).containsExactly("3", "2");
        assertThat(reply.signals()).extracting(SyntheticSignal::value).containsExactly(1.0, 2.0);
    }

    @Test
    void shortlist_dropsKnown_andProbesNeedTheirChoices() throws InterruptedException {
        SignalReply ann = ask(new Shortlist(UserProfile.of("ann"), ITEMS.subList(0, 1), ITEMS, 5));
        SignalReply bob = ask(new Shortlist(UserProfile.of("bob"), ITEMS.subList(1, 2), ITEMS, 5));
        SignalReply other = ask(new Shortlist(UserProfile.of("bob"), ITEMS.subList(2, 3), ITEMS, 5));

        assertThat(ann.signals()).extracting(SyntheticSignal::itemId).containsExactly("3", "2");
        assertThat(bob.signals()).extracting(SyntheticSignal::itemId).containsExactly("4");
        assertThat(other.outcome()).isEqualTo(Outcome.FAILED);
    }

    @Test
    void kinds_areThoseOfTheFiles() throws InterruptedException {
        RecordedChoiceGenerator generator = RecordedChoiceGenerator.of(recordings);

        assertThat(generator.kinds()).containsExactly(SignalKind.EXPOSURE, SignalKind.SIMILAR, SignalKind.SHORTLIST);
        assertThat(generator.canAnswer(SignalKind.SHORTLIST, Optional.of("bob"), "1"))
                .isTrue();
        assertThat(generator.canAnswer(SignalKind.SIMILAR, Optional.empty(), "2"))
                .isFalse();
        assertThat(ask(new Grades(List.of("dark"), ITEMS)).outcome()).isEqualTo(Outcome.FAILED);
        assertThat(ask(new SignalRequest.AsAudience(ITEMS, RatingScale.of(1, 5)))
                        .reason())
                .isEqualTo("this generator does not answer questions of kind audience");
    }

    @Test
    void tokens_areEstimatedWhereWanted() {
        assertThat(RecordedChoiceGenerator.of(recordings).estimate(new Exposure(ITEMS)))
                .isEqualTo(new Usage(1, 0, 0, 0));
        assertThat(RecordedChoiceGenerator.estimating(recordings, Clock.systemUTC())
                        .estimate(new Exposure(ITEMS))
                        .tokens())
                .isPositive();
    }
}
