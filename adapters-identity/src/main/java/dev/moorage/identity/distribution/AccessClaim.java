package dev.moorage.identity.distribution;

import dev.moorage.domain.access.AccessSet;
import dev.moorage.domain.access.Scope;
import dev.moorage.identity.jwt.Claims;
import dev.moorage.identity.jwt.MalformedTokenException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The claim {@code access} of Distribution's tokens: a list of resources with actions. */
public final class AccessClaim {
    private static final String CLAIM = "access";

    private AccessClaim() {}

    /**
     * Reads the claim. A resource or an action that no request of this registry can be about is left out.
     *
     * @throws MalformedTokenException the claim has another form
     */
    public static AccessSet read(Claims claims) throws MalformedTokenException {
        JsonNode claim = claims.json().path(CLAIM);
        if (claim.isMissingNode() || claim.isNull()) {
            return AccessSet.NONE;
        }
        List<Scope> scopes = new ArrayList<>();
        for (JsonNode resource : list(claim)) {
            String type = text(resource.path("type"));
            String name = text(resource.path("name"));
            for (JsonNode action : list(resource.path("actions"))) {
                scope(type, name, text(action)).ifPresent(scopes::add);
            }
        }
        return new AccessSet(scopes);
    }

    /** Writes the claim. */
    public static void write(AccessSet access, ObjectNode claims) {
        ArrayNode list = claims.putArray(CLAIM);
        for (Scope scope : access.scopes()) {
            ArrayNode actions = JsonNodeFactory.instance.arrayNode();
            scope.actions().forEach(actions::add);
            list.addObject().put("type", scope.type()).put("name", scope.name()).set("actions", actions);
        }
    }

    private static Optional<Scope> scope(String type, String name, String action) {
        try {
            return Optional.of(new Scope(type, "", name, List.of(action)));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private static Iterable<JsonNode> list(JsonNode node) throws MalformedTokenException {
        if (node.isArray()) {
            return node.values();
        }
        if (node.isNull() || node.isMissingNode()) {
            return List.of();
        }
        throw new MalformedTokenException("the access of the token is not a list");
    }

    private static String text(JsonNode node) throws MalformedTokenException {
        if (node.isString()) {
            return node.stringValue();
        }
        throw new MalformedTokenException("the access of the token does not have resources");
    }
}
