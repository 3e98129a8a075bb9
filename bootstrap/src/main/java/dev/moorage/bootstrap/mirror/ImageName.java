package dev.moorage.bootstrap.mirror;

import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.name.Reference;
import dev.moorage.domain.name.RepositoryName;
import dev.moorage.domain.name.Tag;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The name of an image as clients write it: {@code registry.example:5000/team/app:v1}.
 *
 * @param registry its first component, if that is the name of a host
 * @param reference its tag or its digest, if it has one of them
 */
record ImageName(Optional<String> registry, RepositoryName repository, Optional<Reference> reference) {
    private static final Pattern HOST =
            Pattern.compile("(localhost|[a-z0-9-]+(\\.[a-z0-9-]+)+|[a-z0-9.-]+(?=:)|\\[[0-9a-f:]+])(:\\d{1,5})?");

    /**
     * Parses a name.
     *
     * @throws IllegalArgumentException with the reason
     */
    static ImageName parse(String text) {
        int at = text.indexOf('@');
        String named = at < 0 ? text : text.substring(0, at);
        int colon = named.lastIndexOf(':');
        boolean tagged = colon > named.lastIndexOf('/');
        Optional<Reference> reference = at >= 0
                ? Optional.of(digest(text.substring(at + 1)))
                : tagged ? Optional.of(tag(named.substring(colon + 1))) : Optional.empty();
        String path = tagged ? named.substring(0, colon) : named;
        int slash = path.indexOf('/');
        Optional<String> registry = slash > 0 && isHost(path.substring(0, slash))
                ? Optional.of(path.substring(0, slash))
                : Optional.empty();
        String repository = registry.isPresent() ? path.substring(slash + 1) : path;
        return new ImageName(
                registry.map(SourceRegistry::canonical),
                RepositoryName.tryParse(repository)
                        .orElseThrow(() -> new IllegalArgumentException("does not name a repository: " + repository)),
                reference);
    }

    static boolean isHost(String text) {
        return HOST.matcher(text).matches();
    }

    private static Reference digest(String text) {
        return new Reference.ByDigest(
                Digest.tryParse(text).orElseThrow(() -> new IllegalArgumentException("has no digest after @")));
    }

    private static Reference tag(String text) {
        return new Reference.ByTag(
                Tag.tryParse(text).orElseThrow(() -> new IllegalArgumentException("has no tag after the colon")));
    }

    /** Returns the registry of a source. A source without one is at Docker Hub. */
    String source() {
        return registry.orElse(SourceRegistry.HUB);
    }

    /** Returns the name of the repository at the source. Docker's official images need not have {@code library/}. */
    RepositoryName repositoryOfSource() {
        boolean official =
                source().equals(SourceRegistry.HUB) && repository.value().indexOf('/') < 0;
        return official ? new RepositoryName("library/" + repository) : repository;
    }
}
