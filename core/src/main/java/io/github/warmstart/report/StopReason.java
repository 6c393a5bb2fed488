// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.report;

/** Reason why requests of a kind were not sent, or not continued. {@link RoundReport#inWords} has the texts. */
public enum StopReason {
    /** The host switched questions to the audience off. */
    AUDIENCE_OFF,
    /** The generator can answer no item of the catalogue. */
    NO_ANSWERABLE_ITEM,
    /** Too few rated items can be answered to compare answers with ratings, so nothing was asked. */
    TOO_FEW_COMPARABLE,
    /** No request of the kind was answered. */
    NOTHING_ANSWERED,
    /** The next batch is expected to gain less than the host's minimum. */
    GAIN_TOO_SMALL,
    /** The budget covered no further request. */
    BUDGET_EXHAUSTED,
    /** The generator failed or threw an exception. */
    GENERATOR_FAILED,
    /** The diversity of a round collapsed; its signals were set aside. */
    DIVERSITY_COLLAPSED,
    /** Repeated answers do not agree beyond chance. */
    ANSWERS_DISAGREE,
    /** No probe is possible and audience signals have not passed the gate: no evidence supports user questions. */
    NO_PROBE_POSSIBLE,
    /** No probe is possible; user questions are asked because audience signals passed the gate, with a low weight. */
    USERS_WITHOUT_PROBES,
    /** The probes were set aside with their round. */
    PROBES_SET_ASIDE,
    /** No probe was answered. */
    PROBES_UNANSWERED,
    /** Answers to probes are too few, or indistinguishable from noise. */
    PROBES_UNINFORMATIVE,
    /** The probes do not show that answers about single users add anything. */
    PROBES_NOT_HELPFUL,
    /** Personas require audience signals that have passed the gate. */
    AUDIENCE_NOT_PASSED,
    /** The tastes of personas are indistinguishable from noise. */
    PERSONAS_UNINFORMATIVE,
    /** The last answers about personas are not shown to help. */
    PERSONAS_NOT_HELPFUL
}
