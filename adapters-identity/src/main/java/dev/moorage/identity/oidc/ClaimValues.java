package dev.moorage.identity.oidc;

import dev.moorage.identity.jwt.Claims;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * Looks up the values of a claim. A name that begins with {@code /} is a JSON Pointer (RFC 6901), for claims within others, such as
 * {@code /kubernetes.io/namespace}.
 */
final class ClaimValues {
    static final int MAX_VALUES = 1000;

    private ClaimValues() {}

    /** Returns the values: one of a text, a number or a truth value, and each of a list. Other values are left out. */
    static List<String> of(Claims claims, String name) {
        JsonNode claim =
                name.startsWith("/") ? claims.json().at(name) : claims.json().path(name);
        List<String> values = new ArrayList<>();
        for (JsonNode value : claim.isArray() ? claim.values() : List.of(claim)) {
            if (values.size() < MAX_VALUES && (value.isString() || value.isIntegralNumber() || value.isBoolean())) {
                values.add(value.asString());
            }
        }
        return values;
    }
}
