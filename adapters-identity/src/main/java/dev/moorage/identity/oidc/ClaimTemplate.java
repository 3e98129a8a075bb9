package dev.moorage.identity.oidc;

import dev.moorage.identity.jwt.Claims;
import java.util.ArrayList;
import java.util.List;

/**
 * A text with claims in braces, such as <code>ref/{ref}</code>, from which the names of users and groups are made. A claim with
 * several values makes several names.
 */
public final class ClaimTemplate {
    private static final int MAX_LENGTH = 512;
    private static final int MAX_CLAIMS = 8;

    private final String text;
    private final List<Part> parts;

    private sealed interface Part {
        record Literal(String text) implements Part {}

        record OfClaim(String name) implements Part {}
    }

    private ClaimTemplate(String text, List<Part> parts) {
        this.text = text;
        this.parts = List.copyOf(parts);
    }

    /**
     * Parses a template.
     *
     * @throws IllegalArgumentException with the reason
     */
    public static ClaimTemplate parse(String text) {
        if (text.isEmpty() || text.length() > MAX_LENGTH) {
            throw new IllegalArgumentException("is not of 1 to " + MAX_LENGTH + " characters");
        }
        List<Part> parts = new ArrayList<>();
        int i = 0;
        while (i < text.length()) {
            int open = text.indexOf('{', i);
            int end = open < 0 ? text.length() : open;
            if (text.substring(i, end).indexOf('}') >= 0) {
                throw new IllegalArgumentException("has a } without a {");
            }
            if (end > i) {
                parts.add(new Part.Literal(text.substring(i, end)));
            }
            i = open < 0 ? end : addClaim(text, open, parts);
        }
        long claims = parts.stream().filter(Part.OfClaim.class::isInstance).count();
        if (claims == 0 || claims > MAX_CLAIMS) {
            throw new IllegalArgumentException("has no claim in braces, as in {sub}, or more than " + MAX_CLAIMS);
        }
        return new ClaimTemplate(text, parts);
    }

    private static int addClaim(String text, int open, List<Part> parts) {
        int close = text.indexOf('}', open);
        if (close < open + 2) {
            throw new IllegalArgumentException("has a { without the name of a claim and a }");
        }
        parts.add(new Part.OfClaim(text.substring(open + 1, close)));
        return close + 1;
    }

    /** Returns the names that the claims make. There is none when a claim is missing or empty. */
    List<String> names(Claims claims) {
        List<String> names = List.of("");
        for (Part part : parts) {
            List<String> values = switch (part) {
                case Part.Literal(String literal) -> List.of(literal);
                case Part.OfClaim(String name) ->
                    ClaimValues.of(claims, name).stream()
                            .filter(value -> !value.isEmpty())
                            .toList();
            };
            names = names.stream()
                    .flatMap(begin -> values.stream().map(value -> begin + value))
                    .limit(ClaimValues.MAX_VALUES)
                    .toList();
        }
        return names;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ClaimTemplate template && text.equals(template.text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return text;
    }
}
