// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.examples.simulation;

import io.github.warmstart.catalog.Item;
import io.github.warmstart.catalog.UserProfile;
import io.github.warmstart.prompt.ChatPrompt;
import io.github.warmstart.prompt.PromptedSignalGenerator;
import io.github.warmstart.rating.Rating;
import io.github.warmstart.signal.Persona;
import io.github.warmstart.signal.SignalReply;
import io.github.warmstart.signal.SignalRequest;
import io.github.warmstart.signal.SignalRequest.AsUser.KnownRating;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Requests about a community, and the library's prompts for them. */
final class Prompts {

    private Prompts() {}

    static SignalRequest audience(SimulatedCommunity club) {
        return new SignalRequest.AsAudience(List.copyOf(club.catalog().items()), SimulatedCommunity.SCALE);
    }

    static SignalRequest persona(SimulatedCommunity club, String description) {
        return new SignalRequest.AsPersona(
                new Persona("p", description), List.copyOf(club.catalog().items()), SimulatedCommunity.SCALE);
    }

    /** Request about all films that the member has not rated among the first, with the first ratings as evidence. */
    static SignalRequest user(SimulatedCommunity club, String userId, int evidence) {
        List<KnownRating> known = new ArrayList<>();
        Set<String> shown = new HashSet<>();
        for (Rating rating : club.ratings()) {
            if (rating.userId().equals(userId) && known.size() < evidence) {
                known.add(new KnownRating(item(club, rating.itemId()), rating.value()));
                shown.add(rating.itemId());
            }
        }
        List<Item> asked = club.catalog().items().stream()
                .filter(item -> !shown.contains(item.id()))
                .toList();
        return new SignalRequest.AsUser(UserProfile.of(userId), known, asked, SimulatedCommunity.SCALE);
    }

    static Item item(SimulatedCommunity club, String itemId) {
        return club.catalog().item(itemId).orElseThrow();
    }

    static ChatPrompt prompt(SimulatedLanguageModel model, SignalRequest request) {
        try (PromptedSignalGenerator generator =
                PromptedSignalGenerator.builder(model).domain("film").build()) {
            return generator.promptFor(request);
        }
    }

    /** Sends a request through prompt, model and reply parser, without follow-up questions for missing items. */
    static SignalReply ask(SimulatedLanguageModel model, SignalRequest request) throws InterruptedException {
        return ask(model, List.of(request)).get(0);
    }

    static List<SignalReply> ask(SimulatedLanguageModel model, List<SignalRequest> requests)
            throws InterruptedException {
        List<SignalReply> replies = new ArrayList<>();
        try (PromptedSignalGenerator generator = PromptedSignalGenerator.builder(model)
                .domain("film")
                .concurrency(1)
                .followUps(0)
                .build()) {
            generator.generate(requests, replies::add);
        }
        return replies;
    }
}
