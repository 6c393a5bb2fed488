// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.internal.loop.state;

import io.github.warmstart.internal.loop.state.Progress.Audience;
import io.github.warmstart.internal.loop.state.Progress.Personas;
import io.github.warmstart.internal.loop.state.Progress.Users;
import io.github.warmstart.progress.Purpose;
import io.github.warmstart.report.RoundReport;
import io.github.warmstart.report.StopReason;
import io.github.warmstart.signal.SignalKind;
import io.github.warmstart.signal.SyntheticSignal;
import io.github.warmstart.trust.GateVerdict;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Accumulated state of a run: signals received, the gate's decisions, the rounds so far, and the progress of each planner.
 * Immutable: planning reads it, learning makes a new one.
 *
 * @param signals signals that were accepted by the checks, in the order of the requests
 * @param discarded those of them that are not used any more
 * @param discardReason why the last ones were discarded; null if none were
 * @param setAside signals of rounds whose diversity collapsed; they are not among {@code signals}
 * @param stopped kinds that are not asked for any more because diversity collapsed
 * @param verdicts every verdict of the gate, in order
 * @param accepted the verdict on what the returned model may be trained on; null if nothing has passed
 * @param audienceUntested whether audience signals arrived that the gate has not seen
 * @param rounds reports of the rounds so far
 * @param generatorDown whether the generator failed, so that asking again is useless
 * @param audience progress of the questions about the audience
 * @param users progress of the questions about users
 * @param personas progress of the questions about personas
 */
public record RunState(
        List<SyntheticSignal> signals,
        Set<SyntheticSignal> discarded,
        @Nullable StopReason discardReason,
        List<SyntheticSignal> setAside,
        Set<SignalKind> stopped,
        List<GateVerdict> verdicts,
        @Nullable GateVerdict accepted,
        boolean audienceUntested,
        List<RoundReport> rounds,
        boolean generatorDown,
        Audience audience,
        Users users,
        Personas personas) {

    /** The audience's signals alone. */
    public static final Set<SignalKind> AUDIENCE_ONLY = Set.of(SignalKind.AUDIENCE);

    /** State before anything was asked. */
    public static RunState start(Audience audience, Users users, Personas personas) {
        return new RunState(
                List.of(),
                Set.of(),
                null,
                List.of(),
                EnumSet.noneOf(SignalKind.class),
                List.of(),
                null,
                false,
                List.of(),
                false,
                audience,
                users,
                personas);
    }

    /** Whether a signal of a kind was received. */
    public boolean received(SignalKind kind) {
        return signals.stream().anyMatch(signal -> signal.kind() == kind);
    }

    /** Signals that may be used. */
    public List<SyntheticSignal> usable() {
        return discarded.isEmpty()
                ? signals
                : signals.stream().filter(signal -> !discarded.contains(signal)).toList();
    }

    /** Whether a signal of a kind may be used. */
    public boolean usable(SignalKind kind) {
        return usable().stream().anyMatch(signal -> signal.kind() == kind);
    }

    /** Whether a kind is not asked for any more because diversity collapsed. */
    public boolean stopped(SignalKind kind) {
        return stopped.contains(kind);
    }

    /** Kinds that have passed the gate. */
    public Set<SignalKind> acceptedKinds() {
        return accepted == null ? Set.of() : accepted.kinds();
    }

    /** Number of requests that were sent in all rounds. */
    public int sent() {
        return rounds.stream().mapToInt(RoundReport::sent).sum();
    }

    /** Whether the last round was cut short, by the budget or by a failure of the generator. */
    public boolean cutShort() {
        RoundReport last = rounds.get(rounds.size() - 1);
        return generatorDown || last.sent() < last.planned();
    }

    /** State with a round's report and signals added. */
    public RunState plus(Round round) {
        boolean collapsed = round.collapsed();
        List<SyntheticSignal> received = collapsed ? List.of() : round.signals();
        boolean fresh = received.stream().anyMatch(signal -> signal.kind() == SignalKind.AUDIENCE);
        return new RunState(
                joined(signals, received),
                discarded,
                discardReason,
                collapsed ? joined(setAside, round.signals()) : setAside,
                collapsed ? with(stopped, round.signals().get(0).kind()) : stopped,
                verdicts,
                accepted,
                audienceUntested || fresh,
                joined(rounds, List.of(round.report())),
                generatorDown || round.generatorDown(),
                audience,
                users,
                personas);
    }

    /** State with the last round's report changed. */
    public RunState lastRound(UnaryOperator<RoundReport.Builder> change) {
        List<RoundReport> changed = new ArrayList<>(rounds);
        int last = changed.size() - 1;
        changed.set(last, change.apply(changed.get(last).toBuilder()).build());
        return withRounds(changed);
    }

    /** State with an entry for a round that asks nothing. */
    public RunState skip(Purpose purpose, StopReason why) {
        return skip(purpose, why, 0);
    }

    /** State with an entry for a round that asks nothing although it was expected to gain something. */
    public RunState skip(Purpose purpose, StopReason why, double gain) {
        RoundReport entry = RoundReport.builder(rounds.size() + 1, purpose)
                .stop(why)
                .expectedGain(gain)
                .build();
        return withRounds(joined(rounds, List.of(entry)));
    }

    private RunState withRounds(List<RoundReport> all) {
        return new RunState(
                signals,
                discarded,
                discardReason,
                setAside,
                stopped,
                verdicts,
                accepted,
                audienceUntested,
                List.copyOf(all),
                generatorDown,
                audience,
                users,
                personas);
    }

    /** State in which some signals are not used any more. */
    public RunState discard(Collection<SyntheticSignal> some, StopReason why) {
        Set<SyntheticSignal> all = new HashSet<>(discarded);
        all.addAll(some);
        return new RunState(
                signals,
                all,
                why,
                setAside,
                stopped,
                verdicts,
                accepted,
                audienceUntested,
                rounds,
                generatorDown,
                audience,
                users,
                personas);
    }

    /** State after the gate's verdicts, with what it accepts from now on. */
    public RunState judged(List<GateVerdict> added, @Nullable GateVerdict nowAccepted) {
        return new RunState(
                signals,
                discarded,
                discardReason,
                setAside,
                stopped,
                joined(verdicts, added),
                nowAccepted,
                audienceUntested,
                rounds,
                generatorDown,
                audience,
                users,
                personas);
    }

    /** State in which the gate has seen all audience signals. */
    public RunState audienceTested() {
        return new RunState(
                signals,
                discarded,
                discardReason,
                setAside,
                stopped,
                verdicts,
                accepted,
                false,
                rounds,
                generatorDown,
                audience,
                users,
                personas);
    }

    /** State with another progress of the audience. */
    public RunState with(Audience next) {
        return with(next, users, personas);
    }

    /** State with another progress of users. */
    public RunState with(Users next) {
        return with(audience, next, personas);
    }

    /** State with another progress of personas. */
    public RunState with(Personas next) {
        return with(audience, users, next);
    }

    private RunState with(Audience nextAudience, Users nextUsers, Personas nextPersonas) {
        return new RunState(
                signals,
                discarded,
                discardReason,
                setAside,
                stopped,
                verdicts,
                accepted,
                audienceUntested,
                rounds,
                generatorDown,
                nextAudience,
                nextUsers,
                nextPersonas);
    }

    /** Kinds with one more. */
    public static Set<SignalKind> with(Set<SignalKind> kinds, SignalKind one) {
        Set<SignalKind> more = EnumSet.of(one);
        more.addAll(kinds);
        return more;
    }

    /** Kinds without one. */
    public static Set<SignalKind> without(Set<SignalKind> kinds, SignalKind one) {
        Set<SignalKind> fewer = EnumSet.noneOf(SignalKind.class);
        kinds.stream().filter(kind -> kind != one).forEach(fewer::add);
        return fewer;
    }

    private static <T> List<T> joined(List<T> some, List<T> more) {
        if (more.isEmpty()) {
            return some;
        }
        List<T> all = new ArrayList<>(some);
        all.addAll(more);
        return List.copyOf(all);
    }
}
