// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.examples.simulation;

import static java.util.Objects.requireNonNull;

import io.github.warmstart.prompt.ChatModel;
import io.github.warmstart.prompt.ChatPrompt;
import io.github.warmstart.prompt.ChatReply;
import io.github.warmstart.signal.SignalException;
import io.github.warmstart.signal.SignalKind;
import io.github.warmstart.signal.Usage;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A language model that has read everything about the films of a community and nothing about its members.
 *
 * <p>It takes the text of a prompt, finds the films by their titles, works out the taste of the person from the ratings or
 * choices that the prompt shows, and answers in JSON, with the {@linkplain ModelVices vices} of a real model. What it does not
 * know, it takes for average.
 *
 * <p>Chance is drawn from the prompt and the seed, so the same prompt has the same answer, in whatever order and on
 * whatever thread it is asked. Immutable and thread-safe.
 */
public final class SimulatedLanguageModel implements ChatModel {

    /** What the model calls itself in its answers. */
    public static final String NAME = "simulated-model-1";

    /** Everybody at once is easier to guess than one person. */
    private static final double AUDIENCE_NOISE_SHARE = 1.0 / 3;

    private static final double HUNDREDTHS = 100;
    private static final int CHARACTERS_A_TOKEN = 4;

    private final Films films;
    private final ModelVices vices;
    private final long seed;
    private final ChoiceAnswers choices;

    /**
     * An answer.
     *
     * @param text what the model wrote
     * @param cut whether it was stopped before its end
     * @param promptTokens roughly how long the prompt was
     * @param answerTokens roughly how long the answer is
     */
    public record Answer(String text, boolean cut, int promptTokens, int answerTokens) {}

    /**
     * A model of the community's films with the seed of the community.
     *
     * @param community whose films it knows
     * @param vices what is wrong with it
     */
    public SimulatedLanguageModel(SimulatedCommunity community, ModelVices vices) {
        this(community, vices, community.seed());
    }

    /**
     * A model of the community's films.
     *
     * @param community whose films it knows
     * @param vices what is wrong with it
     * @param seed makes its errors
     */
    public SimulatedLanguageModel(SimulatedCommunity community, ModelVices vices, long seed) {
        this.films = community.films();
        this.vices = requireNonNull(vices, "vices");
        this.seed = seed;
        choices = new ChoiceAnswers(films, vices, seed);
    }

    @Override
    public ChatReply complete(ChatPrompt prompt) {
        Answer answer;
        try {
            answer = answer(new ChatRequest(NAME, prompt.system(), prompt.user()));
        } catch (IllegalArgumentException e) {
            throw new SignalException(String.valueOf(e.getMessage()), e, new Usage(1, 0, 0, 0));
        }
        return new ChatReply(
                answer.text(),
                NAME,
                answer.cut() ? ChatReply.Finish.LENGTH : ChatReply.Finish.STOP,
                new Usage(1, answer.promptTokens(), 0, answer.answerTokens()));
    }

    /**
     * Answers a request as it is sent to a provider.
     *
     * @param requestBody the JSON of a chat completion request
     * @return the answer
     * @throws IllegalArgumentException if the body is no such request, or the prompt is not understood
     */
    public Answer answer(String requestBody) {
        return answer(ChatRequest.parse(requestBody));
    }

    Answer answer(ChatRequest request) {
        RandomStream chance = new RandomStream(seed ^ request.key(), "answer");
        RandomStream form = new RandomStream(seed ^ request.key(), "form");
        AnswerText text = ChoiceReading.of(request.system(), request.user())
                .map(prompt -> new AnswerText(choices.answer(prompt, chance), vices, form))
                .orElseGet(() -> new AnswerText(rate(PromptReading.of(request.user()), chance), vices, form));
        return new Answer(text.text(), text.cut(), tokens(request.system() + request.user()), tokens(text.text()));
    }

    private Map<Integer, Double> rate(PromptReading prompt, RandomStream chance) {
        TasteGuess person = person(prompt);
        double[] wrong = TasteGuess.stranger(vices.sharedError(), chance);
        double noise = vices.noise() * (prompt.kind() == SignalKind.AUDIENCE ? AUDIENCE_NOISE_SHARE : 1);
        Map<Integer, Double> ratings = new LinkedHashMap<>();
        prompt.titles().forEach((number, title) -> {
            double deviation = belief(title);
            OptionalInt film = films.withTitle(title);
            if (prompt.kind() != SignalKind.AUDIENCE && film.isPresent()) {
                deviation += persona(prompt, film.getAsInt())
                        + person.surplus(film.getAsInt())
                        + person.surplus(film.getAsInt(), wrong);
            }
            deviation += noise * chance.gaussian();
            double said = switch (vices.honesty()) {
                case TRUTHFUL -> deviation;
                case LYING -> -deviation;
                case IGNORANT -> Films.QUALITY_DEVIATION * chance.gaussian();
            };
            ratings.put(number, onScale(prompt.kind(), Films.MEAN_STARS + vices.offset() + vices.spread() * said));
        });
        return ratings;
    }

    /** How much better than the mean the model believes a film to be: the same in every prompt. */
    private double belief(String title) {
        OptionalInt film = films.withTitle(title);
        return film.isEmpty()
                ? 0
                : films.quality(film.getAsInt())
                        + vices.misconception() * new RandomStream(seed, "belief about " + title).gaussian();
    }

    private TasteGuess person(PromptReading prompt) {
        TasteGuess person = new TasteGuess(films);
        for (PromptReading.Evidence evidence : prompt.evidence()) {
            films.withTitle(evidence.title())
                    .ifPresent(
                            film -> person.learn(film, evidence.stars() - Films.MEAN_STARS - belief(evidence.title())));
        }
        return person;
    }

    /** What a member gives extra who likes the genres that the description names; 0 if it names none. */
    private double persona(PromptReading prompt, int film) {
        Set<String> genres = Films.GENRES.stream()
                .filter(genre -> prompt.persona().contains(genre))
                .collect(Collectors.toSet());
        double[] taste = films.typical(genres);
        double length = 0;
        for (double component : taste) {
            length += component * component;
        }
        return length == 0 ? 0 : films.appeal(taste, film) * Members.TASTE_DEVIATION / StrictMath.sqrt(length);
    }

    private static double onScale(SignalKind kind, double stars) {
        return kind == SignalKind.AUDIENCE
                ? SimulatedCommunity.SCALE.clamp(Math.rint(stars * HUNDREDTHS) / HUNDREDTHS)
                : RatingHistory.halfStars(stars);
    }

    private static int tokens(String text) {
        return 1 + text.length() / CHARACTERS_A_TOKEN;
    }
}
