// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.report;

import io.github.warmstart.progress.Purpose;
import io.github.warmstart.trust.SignalEvidence;
import java.util.Locale;
import java.util.Optional;

/** Texts of the reasons in a report. */
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
     * Why a round ended early, asked nothing or was set aside, followed by its details.
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
            case NO_ANSWERABLE_ITEM -> "the catalogue has no item that the generator can answer";
            case TOO_FEW_COMPARABLE -> TOO_FEW_COMPARABLE;
            case NOTHING_ANSWERED -> "nothing was answered: no further %s request was sent".formatted(purpose.label());
            case GAIN_TOO_SMALL ->
                String.format(
                        Locale.ROOT,
                        "not asked: expected to lower the squared error by %.3f %%, less than minGain",
                        100 * expectedGain);
            case BUDGET_EXHAUSTED -> "budget exhausted";
            case GENERATOR_FAILED -> "the generator failed";
            case DIVERSITY_COLLAPSED -> "the round was set aside; no further requests of this kind";
            case ANSWERS_DISAGREE -> "repeated answers do not agree beyond chance: the signals are not used";
            case NO_PROBE_POSSIBLE ->
                "no probe is possible, so signals about single users cannot be calibrated: none were requested";
            case USERS_WITHOUT_PROBES ->
                "too few probes about warm users are possible; audience signals have passed, so signals about single users are requested, with one rating hidden in each request as a probe";
            case PROBES_SET_ASIDE -> "the probes were set aside: signals about single users were not requested";
            case PROBES_UNANSWERED ->
                "no probe was answered, so signals about single users cannot be calibrated: none were requested";
            case PROBES_UNINFORMATIVE ->
                "probe answers are too few or indistinguishable from noise; user questions skipped";
            case PROBES_NOT_HELPFUL ->
                "the probes do not show that signals about single users add anything: none were requested";
            case AUDIENCE_NOT_PASSED ->
                "audience signals have not passed the gate, so nothing was asked about personas";
            case PERSONAS_UNINFORMATIVE ->
                "the tastes of these personas are indistinguishable from noise in real ratings: not used, no further requests";
            case PERSONAS_NOT_HELPFUL -> "the last answers are not shown to help: not used, no further requests";
        };
    }
}
