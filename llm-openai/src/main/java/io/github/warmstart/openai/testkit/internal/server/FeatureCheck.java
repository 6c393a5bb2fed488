// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.openai.testkit.internal.server;

import io.github.warmstart.openai.testkit.internal.base.Json;
import io.github.warmstart.openai.testkit.script.Feature;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Refusal of unsupported features, in the words of real servers. */
final class FeatureCheck {

    private FeatureCheck() {}

    /**
     * Refusal of a request.
     *
     * @param feature the unsupported feature
     * @param body body of the response with status 400
     */
    record Refusal(Feature feature, String body) {}

    /** The refusal for the first unsupported feature of a request; null if all are supported. */
    static @Nullable Refusal refuse(Map<?, ?> request, Set<Feature> missing) {
        for (Feature feature : missing) {
            if (uses(request, feature)) {
                return new Refusal(feature, body(feature));
            }
        }
        return null;
    }

    private static boolean uses(Map<?, ?> request, Feature feature) {
        String format = Json.text(Json.object(request.get("response_format")).get("type"));
        return switch (feature) {
            case JSON_SCHEMA -> format.equals("json_schema");
            case JSON_OBJECT -> format.equals("json_object");
            case MAX_COMPLETION_TOKENS -> request.get("max_completion_tokens") != null;
            case MAX_TOKENS -> request.get("max_tokens") != null;
            case TEMPERATURE -> request.get("temperature") instanceof Double value && value != 1;
            case SEED -> request.get("seed") != null;
            case SYSTEM_ROLE -> hasRole(request, "system");
            case DEVELOPER_ROLE -> hasRole(request, "developer");
        };
    }

    private static boolean hasRole(Map<?, ?> request, String role) {
        return Json.array(request.get("messages")).stream()
                .anyMatch(message -> role.equals(Json.object(message).get("role")));
    }

    private static String body(Feature feature) {
        return switch (feature) {
            case JSON_SCHEMA ->
                Json.error(
                        "Invalid parameter: 'response_format' of type 'json_schema' is not supported with this model.",
                        "",
                        "response_format");
            case JSON_OBJECT ->
                Json.error(
                        "'response_format' of type 'json_object' is not supported by this model.",
                        "unsupported_value",
                        "response_format");
            case MAX_COMPLETION_TOKENS ->
                Json.error(
                        "Unrecognized request argument supplied: max_completion_tokens",
                        "unknown_parameter",
                        "max_completion_tokens");
            case MAX_TOKENS ->
                Json.error(
                        "Unsupported parameter: 'max_tokens' is not supported with this model. Use"
                                + " 'max_completion_tokens' instead.",
                        "unsupported_parameter",
                        "max_tokens");
            case TEMPERATURE ->
                Json.error(
                        "Unsupported value: 'temperature' does not support this value with this model. Only the default"
                                + " (1) value is supported.",
                        "unsupported_value",
                        "temperature");
            case SEED -> Json.error("Unrecognized request argument supplied: seed", "unknown_parameter", "seed");
            case SYSTEM_ROLE ->
                Json.error(
                        "Unsupported value: 'messages[0].role' does not support 'system' with this model.",
                        "unsupported_value",
                        "messages[0].role");
            case DEVELOPER_ROLE ->
                Json.error(
                        "Invalid value: 'developer'. Supported values are: 'system', 'assistant', 'user', 'function',"
                                + " and 'tool'.",
                        "invalid_value",
                        "messages[0].role");
        };
    }
}
