package dev.moorage.domain.access;

import dev.moorage.domain.name.RepositoryName;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The scopes that a token must hold for a request, as Distribution asks for them in its challenges. A request that writes
 * needs both {@code pull} and {@code push}.
 *
 * @param scopes the scope of the request's own repository is the first
 */
public record RequiredScopes(List<Scope> scopes) {
    /** What the base of the API needs: a valid token, with any scopes or none. */
    public static final RequiredScopes NONE = new RequiredScopes(List.of());

    private static final String REPOSITORY = "repository";
    private static final List<String> PULL = List.of(Action.PULL.word());
    private static final List<String> DELETE = List.of(Action.DELETE.word());
    private static final List<String> PUSH = List.of(Action.PULL.word(), Action.PUSH.word());

    public RequiredScopes {
        scopes = List.copyOf(scopes);
    }

    /** What the catalog needs. */
    public static RequiredScopes ofCatalog() {
        return new RequiredScopes(List.of(new Scope("registry", "", "catalog", List.of("*"))));
    }

    /**
     * What an action on a repository needs.
     *
     * @throws IllegalArgumentException for {@link Action#LIST}, which is not of one repository
     */
    public static RequiredScopes of(Action action, RepositoryName repository) {
        List<String> words = switch (action) {
            case PULL -> PULL;
            case DELETE -> DELETE;
            case PUSH -> PUSH;
            case LIST -> throw new IllegalArgumentException("a list is not of one repository");
        };
        return new RequiredScopes(List.of(new Scope(REPOSITORY, "", repository.value(), words)));
    }

    /** What the action of a question needs, whatever its tag is. */
    public static RequiredScopes of(AccessQuestion question) {
        return question.repository()
                .map(repository -> of(question.action(), repository))
                .orElseGet(RequiredScopes::ofCatalog);
    }

    /** Adds what a cross-repository mount needs of its source, {@code from} of the OCI Distribution Specification. */
    public RequiredScopes withMountFrom(RepositoryName source) {
        RequiredScopes ofSource = of(Action.PULL, source);
        if (new AccessSet(scopes).covers(ofSource)) {
            return this;
        }
        List<Scope> both = new ArrayList<>(scopes);
        both.addAll(ofSource.scopes());
        return new RequiredScopes(both);
    }

    /** The value of {@code scope} in a challenge: the scopes, separated by blanks. */
    @Override
    public String toString() {
        return scopes.stream().map(Scope::toString).collect(Collectors.joining(" "));
    }
}
