package dev.moorage.application.layout;

import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.name.RepositoryName;
import dev.moorage.domain.name.Tag;
import dev.moorage.storage.spi.object.ObjectKey;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The meaning of a listed key below {@link RegistryKeys#REPOSITORIES}: the inverse of the methods of
 * {@link RegistryKeys}.
 */
public sealed interface RepositoryKey {
    /** Returns the repository that the key belongs to. */
    RepositoryName repository();

    /** A link to a blob: {@link RegistryKeys#layerLink}. */
    record Layer(RepositoryName repository, Digest digest) implements RepositoryKey {}

    /** A link to a manifest: {@link RegistryKeys#revisionLink}. */
    record Revision(RepositoryName repository, Digest digest) implements RepositoryKey {}

    /** The link to a tag's current manifest: {@link RegistryKeys#tagLink}. */
    record TagCurrent(RepositoryName repository, Tag tag) implements RepositoryKey {}

    /** An entry in the index of a tag: {@link RegistryKeys#tagIndexLink}. */
    record TagIndex(RepositoryName repository, Tag tag, Digest digest) implements RepositoryKey {}

    /** An entry in the index of referrers: {@link RegistryKeys#referrerLink}. */
    record Referrer(RepositoryName repository, Digest subject, Digest digest) implements RepositoryKey {}

    /** Parses a key. The result is empty if it is not the key of a link, for example a key of an upload. */
    static Optional<RepositoryKey> parse(ObjectKey key) {
        if (!key.isBelow(RegistryKeys.REPOSITORIES)) {
            return Optional.empty();
        }
        String path = key.value().substring(RegistryKeys.REPOSITORIES.value().length() + 1);
        int end = path.indexOf("/_");
        Optional<RepositoryName> name = end < 0 ? Optional.empty() : RepositoryName.tryParse(path.substring(0, end));
        return name.flatMap(repository ->
                        link(repository, Arrays.asList(path.substring(end + 1).split("/", -1))))
                // A key counts as a link only if it equals the key that this class builds from its parts.
                .filter(link -> link.key().equals(key));
    }

    private static Optional<RepositoryKey> link(RepositoryName repository, List<String> path) {
        int count = path.size();
        Optional<Digest> digest =
                count < 4 ? Optional.empty() : Digest.tryParse(path.get(count - 3) + ":" + path.get(count - 2));
        if (path.getFirst().equals("_layers")) {
            return digest.map(blob -> new Layer(repository, blob));
        }
        return switch (count < 2 ? "" : path.get(1)) {
            case "revisions" -> digest.map(manifest -> new Revision(repository, manifest));
            case "tags" -> tag(repository, path, digest);
            case "referrers" ->
                count < 5
                        ? Optional.empty()
                        : Digest.tryParse(path.get(2) + ":" + path.get(3))
                                .flatMap(
                                        subject -> digest.map(referrer -> new Referrer(repository, subject, referrer)));
            default -> Optional.empty();
        };
    }

    private static Optional<RepositoryKey> tag(RepositoryName repository, List<String> path, Optional<Digest> digest) {
        Optional<Tag> tag = path.size() < 5 ? Optional.empty() : Tag.tryParse(path.get(2));
        if (tag.isEmpty()) {
            return Optional.empty();
        }
        return path.get(3).equals("current")
                ? Optional.of(new TagCurrent(repository, tag.get()))
                : digest.map(manifest -> new TagIndex(repository, tag.get(), manifest));
    }

    /** Returns the link's key. */
    default ObjectKey key() {
        return switch (this) {
            case Layer(RepositoryName repository, Digest digest) -> RegistryKeys.layerLink(repository, digest);
            case Revision(RepositoryName repository, Digest digest) -> RegistryKeys.revisionLink(repository, digest);
            case TagCurrent(RepositoryName repository, Tag tag) -> RegistryKeys.tagLink(repository, tag);
            case TagIndex(RepositoryName repository, Tag tag, Digest digest) ->
                RegistryKeys.tagIndexLink(repository, tag, digest);
            case Referrer(RepositoryName repository, Digest subject, Digest digest) ->
                RegistryKeys.referrerLink(repository, subject, digest);
        };
    }
}
