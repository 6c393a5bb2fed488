// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.journal;

import io.github.warmstart.catalog.Item;
import io.github.warmstart.internal.text.Sha256;
import io.github.warmstart.signal.ChoiceRequest;
import io.github.warmstart.signal.RatingRequest;
import io.github.warmstart.signal.SignalRequest;
import io.github.warmstart.signal.SignalRequest.AsUser.KnownRating;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * SHA-256 digest of the canonical form of a request: equal for equal requests, on every platform and after every restart.
 *
 * <p>Each text is hashed with its length in front, as UTF-16 units, so that different lists of texts differ and a lone
 * surrogate is a unit like any other. Numbers are hashed by their bits. Items and evidence are ordered by id: a request in
 * another order is the same request.
 */
final class Fingerprint {

    /** Hex digits of the digest of one item of a question or of a persona's description: 64 bits. */
    private static final int SHORT = 16;

    private final Sha256 digest = new Sha256();

    private Fingerprint() {}

    /** Fingerprint of a whole request: design, subject, evidence and items. */
    static String ofRequest(String design, SignalRequest request) {
        Fingerprint print = new Fingerprint().text("warmstart request 1").text(design);
        print.context(request);
        print.items(request.items());
        return print.hex();
    }

    /** Fingerprints of the question about each item, independent of the other items of the request. */
    static List<String> ofQuestions(SignalRequest request) {
        String context =
                new Fingerprint().text("warmstart context 1").context(request).hex();
        if (request instanceof ChoiceRequest.Shortlist) { // one question about all items
            String print =
                    new Fingerprint().text(context).items(request.items()).hex().substring(0, SHORT);
            return Collections.nCopies(request.items().size(), print);
        }
        return request.items().stream()
                .map(item -> new Fingerprint()
                        .text(context)
                        .items(List.of(item))
                        .hex()
                        .substring(0, SHORT))
                .toList();
    }

    /**
     * Difference between questions of the same kind, subject and item: a persona's description, a repeated request, the
     * choices that a shortlist is made from, or the attributes to grade.
     */
    static String ofSubject(SignalRequest request) {
        if (request instanceof ChoiceRequest.Shortlist list) {
            Fingerprint print = new Fingerprint().count(list.known().size());
            list.known().stream().map(Item::id).sorted().forEach(print::text);
            return print.hex().substring(0, SHORT);
        }
        if (request instanceof ChoiceRequest.Grades grades) {
            return new Fingerprint().texts(grades.attributes()).hex().substring(0, SHORT);
        }
        if (request instanceof SignalRequest.AsPersona persona) {
            return new Fingerprint().text(persona.persona().description()).hex().substring(0, SHORT);
        }
        return request instanceof SignalRequest.AsAudience audience && audience.repeat() ? "again" : "";
    }

    private Fingerprint context(SignalRequest request) {
        text(request.kind().name());
        text(request.subjectId().orElse(""));
        if (request instanceof RatingRequest rating) {
            number(rating.scale().lowest());
            number(rating.scale().highest());
            number(rating.scale().step());
        }
        if (request instanceof ChoiceRequest choice) {
            choice(choice);
        } else if (request instanceof SignalRequest.AsPersona persona) {
            text(persona.persona().description());
        } else if (request instanceof SignalRequest.AsAudience audience) {
            if (audience.repeat()) {
                text("again");
            }
        } else if (request instanceof SignalRequest.AsUser user) {
            attributes(user.profile().attributes());
            count(user.known().size());
            user.known().stream()
                    .sorted(Comparator.comparing(
                                    (KnownRating known) -> known.item().id())
                            .thenComparingDouble(KnownRating::value))
                    .forEach(known -> {
                        items(List.of(known.item()));
                        number(known.value());
                    });
        }
        return this;
    }

    private void choice(ChoiceRequest request) {
        if (request instanceof ChoiceRequest.SimilarItems similar) {
            items(similar.candidates());
            text(similar.listed() ? "listed" : "by title");
            count(similar.length());
        } else if (request instanceof ChoiceRequest.Shortlist list) {
            attributes(list.profile().attributes());
            items(list.known());
            count(list.length());
        } else if (request instanceof ChoiceRequest.Grades grades) {
            texts(grades.attributes());
        }
    }

    private Fingerprint items(List<Item> items) {
        count(items.size());
        items.stream().sorted(Comparator.comparing(Item::id)).forEach(item -> {
            text(item.id());
            text(item.title());
            attributes(item.attributes());
        });
        return this;
    }

    /** Attributes are sorted by name already. */
    private void attributes(Map<String, List<String>> attributes) {
        count(attributes.size());
        attributes.forEach((name, values) -> {
            text(name);
            texts(values);
        });
    }

    private Fingerprint texts(List<String> texts) {
        count(texts.size());
        texts.forEach(this::text);
        return this;
    }

    private Fingerprint text(String text) {
        count(text.length());
        digest.update(units(text));
        return this;
    }

    /** The bytes of the UTF-16 units as they are: a charset would replace a lone surrogate. */
    private static byte[] units(String text) {
        byte[] bytes = new byte[2 * text.length()];
        for (int k = 0; k < text.length(); k++) {
            bytes[2 * k] = (byte) (text.charAt(k) >>> 8);
            bytes[2 * k + 1] = (byte) text.charAt(k);
        }
        return bytes;
    }

    private Fingerprint count(int count) {
        for (int shift = 24; shift >= 0; shift -= 8) {
            digest.update((byte) (count >>> shift));
        }
        return this;
    }

    private void number(double value) {
        long bits = Double.doubleToLongBits(value);
        count((int) (bits >>> 32));
        count((int) bits);
    }

    private String hex() {
        return digest.hex();
    }
}
