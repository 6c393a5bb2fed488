// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.openai.testkit.internal.server;

import io.github.warmstart.openai.testkit.internal.base.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Validation of a request body against OpenAI's published schema of chat completions (required fields, types, ranges, no
 * unknown field) and against its guides on strict schemas and {@code json_object}.
 *
 * @see <a href="https://github.com/openai/openai-openapi">CreateChatCompletionRequest</a>
 */
final class RequestCheck {

    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9_-]{1,64}");
    private static final Set<String> EFFORTS = Set.of("none", "minimal", "low", "medium", "high", "xhigh");
    private static final Set<String> TIERS = Set.of("auto", "default", "flex", "scale", "priority");
    private static final Set<String> DEPRECATED = Set.of("max_tokens", "seed", "user", "functions", "function_call");

    private static final Predicate<Object> TEXT = String.class::isInstance;
    private static final Predicate<Object> FLAG = Boolean.class::isInstance;
    private static final Predicate<Object> OBJECT = Map.class::isInstance;
    private static final Predicate<Object> ARRAY = List.class::isInstance;

    /** Allowed values of each field; null is allowed except for those of {@link #NEVER_NULL}. */
    private static final Map<String, Predicate<Object>> FIELDS = Map.ofEntries(
            Map.entry("model", TEXT),
            Map.entry("messages", ARRAY),
            Map.entry("audio", OBJECT),
            Map.entry("frequency_penalty", between(-2, 2)),
            Map.entry("function_call", TEXT.or(OBJECT)),
            Map.entry("functions", ARRAY),
            Map.entry("logit_bias", OBJECT),
            Map.entry("logprobs", FLAG),
            Map.entry("max_completion_tokens", whole(1, 1e9)),
            Map.entry("max_tokens", whole(1, 1e9)),
            Map.entry("metadata", OBJECT),
            Map.entry("modalities", ARRAY),
            Map.entry("n", whole(1, 128)),
            Map.entry("parallel_tool_calls", FLAG),
            Map.entry("prediction", OBJECT),
            Map.entry("presence_penalty", between(-2, 2)),
            Map.entry("prompt_cache_key", TEXT),
            Map.entry("prompt_cache_retention", TEXT),
            Map.entry("reasoning_effort", EFFORTS::contains),
            Map.entry("response_format", OBJECT),
            Map.entry("safety_identifier", TEXT),
            Map.entry("seed", whole(Long.MIN_VALUE, Long.MAX_VALUE)),
            Map.entry("service_tier", TIERS::contains),
            Map.entry("stop", TEXT.or(ARRAY)),
            Map.entry("store", FLAG),
            Map.entry("stream", FLAG),
            Map.entry("stream_options", OBJECT),
            Map.entry("temperature", between(0, 2)),
            Map.entry("tool_choice", TEXT.or(OBJECT)),
            Map.entry("tools", ARRAY),
            Map.entry("top_logprobs", whole(0, 20)),
            Map.entry("top_p", between(0, 1)),
            Map.entry("user", TEXT),
            Map.entry("verbosity", Set.of("low", "medium", "high")::contains),
            Map.entry("web_search_options", OBJECT));

    private static final Set<String> NEVER_NULL = Set.of("model", "messages", "response_format");

    private final Map<?, ?> request;
    private final List<String> problems = new ArrayList<>();

    private RequestCheck(Map<?, ?> request) {
        this.request = request;
    }

    /** Violations of the schema; empty if there are none. */
    static List<String> problems(@Nullable Object json) {
        if (!(json instanceof Map<?, ?> request)) {
            return List.of("the body is no JSON object");
        }
        RequestCheck check = new RequestCheck(request);
        check.fields();
        check.messages();
        check.format();
        return List.copyOf(check.problems);
    }

    /** Deprecated fields of a request. */
    static Set<String> deprecated(Map<?, ?> request) {
        Set<String> found = new TreeSet<>();
        request.forEach((name, value) -> {
            if (value != null && DEPRECATED.contains(name)) {
                found.add((String) name);
            }
        });
        return found;
    }

    private void fields() {
        for (String name : List.of("model", "messages")) {
            require(request.containsKey(name), "'%s' is missing", name);
        }
        request.forEach((name, value) -> {
            Predicate<Object> rule = FIELDS.get(String.valueOf(name));
            if (rule == null) {
                problems.add("'%s' is not known".formatted(name));
            } else if (value == null) {
                require(!NEVER_NULL.contains(name), "'%s' is null", name);
            } else {
                require(rule.test(value), "'%s' has a wrong type or value", name);
            }
        });
        require(
                !(request.get("max_tokens") != null && request.get("max_completion_tokens") != null),
                "'%s' conflicts with max_completion_tokens",
                "max_tokens");
    }

    private void messages() {
        List<?> messages = Json.array(request.get("messages"));
        require(!messages.isEmpty(), "'%s' is empty", "messages");
        for (Object message : messages) {
            Map<?, ?> fields = Json.object(message);
            String role = Json.text(fields.get("role"));
            Object content = fields.get("content");
            switch (role) {
                case "system", "developer", "user" ->
                    require(isContent(content), "a message of the role '%s' has no content", role);
                case "tool" ->
                    require(
                            isContent(content) && fields.get("tool_call_id") instanceof String,
                            "a message of the role '%s' lacks content or tool_call_id",
                            role);
                case "assistant", "function" -> {}
                default -> problems.add("a message has the role '%s'".formatted(role));
            }
        }
    }

    private static boolean isContent(@Nullable Object content) {
        if (content instanceof List<?> parts) {
            return !parts.isEmpty()
                    && parts.stream().allMatch(part -> Json.object(part).get("type") instanceof String);
        }
        return content instanceof String;
    }

    private void format() {
        Map<?, ?> format = Json.object(request.get("response_format"));
        String type = Json.text(format.get("type"));
        switch (type) {
            case "json_schema" -> schema(Json.object(format.get("json_schema")));
            case "json_object" ->
                require(
                        Json.of(request.getOrDefault("messages", null) instanceof List<?> all ? all : List.of())
                                .toLowerCase(Locale.ROOT)
                                .contains("json"),
                        "'%s' is json_object, and no message holds the word JSON",
                        "response_format");
            case "text" -> {}
            default -> require(request.get("response_format") == null, "'%s' has no known type", "response_format");
        }
    }

    private void schema(Map<?, ?> jsonSchema) {
        require(
                NAME.matcher(Json.text(jsonSchema.get("name"))).matches(),
                "'%s' has no name of 1 to 64 letters, digits, _ and -",
                "json_schema");
        for (Object name : jsonSchema.keySet()) {
            require(
                    Set.of("name", "description", "schema", "strict").contains(name),
                    "'json_schema.%s' is not known",
                    name);
        }
        Object strict = jsonSchema.get("strict");
        require(strict == null || strict instanceof Boolean, "'%s' is no flag", "json_schema.strict");
        Object schema = jsonSchema.get("schema");
        require(schema == null || schema instanceof Map, "'%s' is no object", "json_schema.schema");
        if (Boolean.TRUE.equals(strict) && schema instanceof Map<?, ?> root) {
            require("object".equals(root.get("type")), "the root of a strict schema is no %s", "object");
            strict(root);
        }
    }

    /** Checks that every object is closed and requires all its properties, as strict mode demands. */
    private void strict(Map<?, ?> schema) {
        if (schema.get("properties") instanceof Map<?, ?> properties) {
            require(
                    Boolean.FALSE.equals(schema.get("additionalProperties")),
                    "an object of a strict schema lacks '%s': false",
                    "additionalProperties");
            require(
                    Set.copyOf(Json.array(schema.get("required"))).equals(properties.keySet()),
                    "an object of a strict schema does not name all properties as '%s'",
                    "required");
            properties.values().forEach(property -> strict(Json.object(property)));
        }
        strictIfPresent(schema.get("items"));
        Json.array(schema.get("anyOf")).forEach(this::strictIfPresent);
    }

    private void strictIfPresent(@Nullable Object schema) {
        if (schema instanceof Map<?, ?> map) {
            strict(map);
        }
    }

    private void require(boolean holds, String words, @Nullable Object subject) {
        if (!holds) {
            problems.add(words.formatted(subject));
        }
    }

    private static Predicate<Object> whole(double lowest, double highest) {
        return between(lowest, highest).and(value -> value instanceof Double number && number == Math.rint(number));
    }

    private static Predicate<Object> between(double lowest, double highest) {
        return value -> value instanceof Double number && number >= lowest && number <= highest;
    }
}
