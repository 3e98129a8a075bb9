package dev.moorage.application.layout;

import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.name.RepositoryName;
import dev.moorage.domain.name.Tag;
import dev.moorage.storage.spi.ObjectKey;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What a key below {@link RegistryKeys#REPOSITORIES} stands for: the way back from a key that was listed. */
public sealed interface RepositoryKey {
    /** The repository that the key belongs to. */
    RepositoryName repository();

    /** {@link RegistryKeys#layerLink}. */
    record Layer(RepositoryName repository, Digest digest) implements RepositoryKey {}

    /** {@link RegistryKeys#revisionLink}. */
    record Revision(RepositoryName repository, Digest digest) implements RepositoryKey {}

    /** {@link RegistryKeys#tagLink}. */
    record TagCurrent(RepositoryName repository, Tag tag) implements RepositoryKey {}

    /** {@link RegistryKeys#tagIndexLink}. */
    record TagIndex(RepositoryName repository, Tag tag, Digest digest) implements RepositoryKey {}

    /** {@link RegistryKeys#referrerLink}. */
    record Referrer(RepositoryName repository, Digest subject, Digest digest) implements RepositoryKey {}

    /** What a key stands for; empty when it is no link, as those of uploads. */
    static Optional<RepositoryKey> parse(ObjectKey key) {
        if (!key.isBelow(RegistryKeys.REPOSITORIES)) {
            return Optional.empty();
        }
        String path = key.value().substring(RegistryKeys.REPOSITORIES.value().length() + 1);
        int end = path.indexOf("/_");
        Optional<RepositoryName> name = end < 0 ? Optional.empty() : RepositoryName.tryParse(path.substring(0, end));
        return name.flatMap(repository ->
                        link(repository, Arrays.asList(path.substring(end + 1).split("/", -1))))
                // Whatever else is in the key, it is a link only where it is the key that we would make.
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

    /** The link's key. */
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
