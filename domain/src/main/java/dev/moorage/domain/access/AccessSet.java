package dev.moorage.domain.access;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The {@code access} of a token: actions by resource. Types and names are compared exactly, and classes not at all. Entries of
 * one resource add up. The action {@code *} stands for every action on its resource, and no name stands for several.
 */
public final class AccessSet {
    /** The access of a token that gives no right. */
    public static final AccessSet NONE = new AccessSet(List.of());

    private final List<Scope> scopes;
    private final Map<Resource, Set<String>> actions = new HashMap<>();

    private record Resource(String type, String name) {}

    public AccessSet(Collection<Scope> scopes) {
        this.scopes = List.copyOf(scopes);
        for (Scope scope : scopes) {
            actions.computeIfAbsent(resource(scope), _ -> new HashSet<>()).addAll(scope.actions());
        }
    }

    private static Resource resource(Scope scope) {
        return new Resource(scope.type(), scope.name());
    }

    /** Whether the token holds every action of every scope. */
    public boolean covers(RequiredScopes required) {
        for (Scope scope : required.scopes()) {
            if (!covers(scope)) {
                return false;
            }
        }
        return true;
    }

    private boolean covers(Scope scope) {
        Set<String> held = actions.getOrDefault(resource(scope), Set.of());
        return held.contains("*") || held.containsAll(scope.actions());
    }

    /** Returns those actions of the given scopes that the token holds. A scope of which none is left is left out. */
    public List<Scope> limit(List<Scope> asked) {
        return asked.stream().flatMap(scope -> limit(scope).stream()).toList();
    }

    private Optional<Scope> limit(Scope scope) {
        Set<String> held = actions.getOrDefault(resource(scope), Set.of());
        List<String> left = scope.actions().stream()
                .filter(action -> held.contains("*") || held.contains(action))
                .toList();
        return left.isEmpty()
                ? Optional.empty()
                : Optional.of(new Scope(scope.type(), scope.resourceClass(), scope.name(), left));
    }

    /** Returns the scopes as they were given. */
    public List<Scope> scopes() {
        return scopes;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof AccessSet set && actions.equals(set.actions);
    }

    @Override
    public int hashCode() {
        return actions.hashCode();
    }

    @Override
    public String toString() {
        return scopes.toString();
    }
}
