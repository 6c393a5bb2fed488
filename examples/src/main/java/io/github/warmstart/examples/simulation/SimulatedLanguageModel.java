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
 * Simulated language model that knows the films of a community but not its members.
 *
 * <p>It parses a prompt, finds the films by their titles, estimates the person's taste from the ratings or choices in the
 * prompt, and answers in JSON, with the {@linkplain ModelVices defects} of a real model. Unknown films and persons are
 * treated as average.
 *
 * <p>Randomness depends on the prompt and the seed only, so the same prompt has the same answer in any order and on any
 * thread. Immutable and thread-safe.
 */
public final class SimulatedLanguageModel implements ChatModel {

    /** Name of the model in its answers. */
    public static final String NAME = "simulated-model-1";

    /** Noise of audience answers relative to answers about persons: a mean is easier to estimate than one rating. */
    private static final double AUDIENCE_NOISE_SHARE = 1.0 / 3;

    private static final double HUNDREDTHS = 100;
    private static final int CHARACTERS_A_TOKEN = 4;

    private final Films films;
    private final ModelVices vices;
    private final long seed;
    private final ChoiceAnswers choices;

    /**
     * Answer of the model.
     *
     * @param text text of the answer
     * @param cut whether it is truncated
     * @param promptTokens approximate length of the prompt
     * @param answerTokens approximate length of the answer
     */
    public record Answer(String text, boolean cut, int promptTokens, int answerTokens) {}

    /**
     * Creates a model of the community's films with the seed of the community.
     *
     * @param community the community whose films it knows
     * @param vices its defects
     */
    public SimulatedLanguageModel(SimulatedCommunity community, ModelVices vices) {
        this(community, vices, community.seed());
    }

    /**
     * Creates a model of the community's films.
     *
     * @param community the community whose films it knows
     * @param vices its defects
     * @param seed seed of its errors
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
     * Answers a request in the format of the provider.
     *
     * @param requestBody the JSON of a chat completion request
     * @return the answer
     * @throws IllegalArgumentException if the body is not such a request, or the layout of the prompt is unknown
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

    /** The model's estimate of a film's quality relative to the mean, in stars: the same in every prompt. */
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

    /** The rating offset of a persona that likes the genres named in its description, in stars; 0 if it names none. */
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
