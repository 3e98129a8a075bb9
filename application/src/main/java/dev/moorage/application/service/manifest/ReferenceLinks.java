package dev.moorage.application.service.manifest;

import dev.moorage.application.layout.Links;
import dev.moorage.application.layout.RegistryKeys;
import dev.moorage.application.port.in.manifest.ChangeCondition;
import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.name.Reference;
import dev.moorage.domain.name.RepositoryName;
import dev.moorage.domain.name.Tag;
import dev.moorage.storage.spi.object.ConditionFailedException;
import dev.moorage.storage.spi.object.ObjectKey;
import dev.moorage.storage.spi.object.ObjectVersion;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Changes the link of a reference under a {@link ChangeCondition}. The condition is checked on one version of the link,
 * and the store changes only that version. If another request was faster, the condition is checked again on the new
 * version.
 */
final class ReferenceLinks {
    /**
     * Limits the attempts. Each lost race means that another request succeeded, but a store may also fail every
     * condition.
     */
    private static final int MAX_ATTEMPTS = 32;

    private final Links links;

    ReferenceLinks(Links links) {
        this.links = links;
    }

    /**
     * The state of a reference at one moment.
     *
     * @param version the version of its link. Empty if there is no link
     * @param names the manifest that a GET would resolve to
     */
    private record State(Optional<ObjectVersion> version, Optional<Digest> names) {
        State {
            Objects.requireNonNull(version);
            Objects.requireNonNull(names);
        }
    }

    private interface Change {
        void apply(Optional<ObjectVersion> version) throws IOException;
    }

    /**
     * Checks a condition before anything is stored.
     *
     * @throws dev.moorage.application.port.in.manifest.ConditionNotMetException if the condition does not hold
     */
    void require(RepositoryName repository, Reference reference, ChangeCondition condition) throws IOException {
        if (!condition.isNone()) {
            condition.require(state(repository, reference).names());
        }
    }

    /** Makes a reference name a digest, if the condition holds. */
    void write(RepositoryName repository, Reference reference, Digest digest, ChangeCondition condition)
            throws IOException {
        ObjectKey link = link(repository, reference);
        if (condition.isNone()) {
            links.write(link, digest);
            return;
        }
        change(repository, reference, condition, version -> {
            if (version.isPresent()) {
                links.replace(link, digest, version.get());
            } else {
                links.create(link, digest);
            }
        });
    }

    /** Deletes the link of a reference, if the condition holds. Does nothing if there is no link. */
    void delete(RepositoryName repository, Reference reference, ChangeCondition condition) throws IOException {
        ObjectKey link = link(repository, reference);
        if (condition.isNone()) {
            links.delete(link);
            return;
        }
        change(repository, reference, condition, version -> {
            if (version.isPresent()) {
                links.delete(link, version.get());
            }
        });
    }

    /** Sets those tags again that no longer exist. A tag that another request has moved since stays. Returns true. */
    boolean restore(RepositoryName repository, List<Tag> tags, Digest digest) throws IOException {
        for (Tag tag : tags) {
            ObjectKey link = RegistryKeys.tagLink(repository, tag);
            if (links.inspect(link).isEmpty()) {
                try {
                    links.create(link, digest);
                } catch (ConditionFailedException _) {
                    // Another request was faster, and its tag stays.
                }
            }
        }
        return true;
    }

    private void change(RepositoryName repository, Reference reference, ChangeCondition condition, Change change)
            throws IOException {
        for (int attempt = 1; ; attempt++) {
            State state = state(repository, reference);
            condition.require(state.names());
            try {
                change.apply(state.version());
                return;
            } catch (ConditionFailedException lost) {
                if (attempt == MAX_ATTEMPTS) {
                    throw new IOException("the link of a reference was changed at every attempt to change it", lost);
                }
            }
        }
    }

    private State state(RepositoryName repository, Reference reference) throws IOException {
        Optional<Links.Stored> stored = links.inspect(link(repository, reference));
        Optional<Digest> target = stored.flatMap(Links.Stored::target);
        if (target.isPresent() && reference instanceof Reference.ByTag) {
            target = links.read(RegistryKeys.revisionLink(repository, target.get()));
        }
        return new State(stored.map(Links.Stored::version), target);
    }

    private static ObjectKey link(RepositoryName repository, Reference reference) {
        return switch (reference) {
            case Reference.ByTag(Tag tag) -> RegistryKeys.tagLink(repository, tag);
            case Reference.ByDigest(Digest digest) -> RegistryKeys.revisionLink(repository, digest);
        };
    }
}
