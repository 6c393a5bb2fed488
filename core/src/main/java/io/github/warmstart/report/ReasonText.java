// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.report;

import io.github.warmstart.progress.Purpose;
import io.github.warmstart.trust.SignalEvidence;
import java.util.Locale;
import java.util.Optional;

/** Words for the reasons in a report. */
final class ReasonText {

    private static final String TOO_FEW_COMPARABLE =
            "fewer than %d rated items can be answered: answers could not be compared with ratings and would be withheld, so the audience was not asked; allowUnprovenSignals() uses them without proof"
                    .formatted(SignalEvidence.MIN_OVERLAP);

    private ReasonText() {}

    /**
     * Why the model was not trained on signals.
     *
     * @param withheld the reason
     * @param setAside number of signals set aside
     * @param lastVerdict the gate's last verdict in words; empty if there is none
     */
    static String of(WithheldReason withheld, int setAside, String lastVerdict) {
        return switch (withheld) {
            case NO_SIGNAL -> "no usable signal was received";
            case TOO_FEW_COMPARABLE -> TOO_FEW_COMPARABLE;
            case DIVERSITY_COLLAPSED ->
                String.format(
                        Locale.ROOT,
                        "not tested: %d signals were set aside because diversity collapsed, see the notes of the rounds",
                        setAside);
            case ANSWERS_DISAGREE -> "not tested: repeated answers of the generator do not agree beyond chance";
            case INDISTINGUISHABLE_FROM_NOISE -> "not tested: the signals are indistinguishable from noise";
            case NOT_COMPARABLE -> "not tested: no received signal can be compared with a real rating";
            case NOT_SHOWN_TO_HELP -> lastVerdict;
        };
    }

    /**
     * Why a round ended early, asked nothing or was set aside, and what else there is to say of it.
     *
     * @param purpose purpose of the round
     * @param stop the reason, if there is one
     * @param expectedGain its expected gain, as a share of the mean squared error
     * @param note details
     */
    static String note(Purpose purpose, Optional<StopReason> stop, double expectedGain, String note) {
        String why = stop.map(reason -> words(reason, purpose, expectedGain)).orElse("");
        if (why.isEmpty() || note.isEmpty()) {
            return why + note;
        }
        boolean cause = stop.filter(StopReason.GENERATOR_FAILED::equals).isPresent();
        return why + (cause ? ": " : "; ") + note;
    }

    private static String words(StopReason stop, Purpose purpose, double expectedGain) {
        return switch (stop) {
            case AUDIENCE_OFF -> "audienceItems is 0: the audience was not asked";
            case NO_ANSWERABLE_ITEM -> "the catalogue holds no item that the generator can answer";
            case TOO_FEW_COMPARABLE -> TOO_FEW_COMPARABLE;
            case NOTHING_ANSWERED -> "nothing was answered: no further %s request was sent".formatted(purpose.label());
            case GAIN_TOO_SMALL ->
                String.format(
                        Locale.ROOT,
                        "not asked: expected to lower the squared error by %.3f %%, less than minGain",
                        100 * expectedGain);
            case BUDGET_EXHAUSTED -> "budget exhausted";
            case GENERATOR_FAILED -> "the generator failed";
            case DIVERSITY_COLLAPSED -> "the round was set aside, and no more of the kind is asked for";
            case ANSWERS_DISAGREE -> "repeated answers do not agree beyond chance: the signals are not used";
            case NO_PROBE_POSSIBLE ->
                "no probe is possible, so nothing shows what signals about single users are worth: none were asked for";
            case USERS_WITHOUT_PROBES ->
                "no probe is possible; audience signals have passed, so signals about single users are asked for and get a low weight";
            case PROBES_SET_ASIDE -> "the probes were set aside: signals about single users were not asked for";
            case PROBES_UNANSWERED ->
                "no probe was answered, so nothing shows what signals about single users are worth: none were asked for";
            case PROBES_UNINFORMATIVE ->
                "probe answers are too few or indistinguishable from noise; user questions skipped";
            case PROBES_NOT_HELPFUL ->
                "the probes do not show that signals about single users add anything: none were asked for";
            case AUDIENCE_NOT_PASSED -> "audience signals have not passed, so nothing was asked about personas";
            case PERSONAS_UNINFORMATIVE ->
                "the tastes of these personas are indistinguishable from noise in real ratings: not used, and no more were asked";
            case PERSONAS_NOT_HELPFUL -> "the last answers are not shown to help: not used, and no more were asked";
        };
    }
}
