package dev.moorage.application.service.manifest;

import dev.moorage.application.layout.Links;
import dev.moorage.application.layout.RegistryKeys;
import dev.moorage.application.port.in.manifest.ChangeCondition;
import dev.moorage.domain.access.WriteOnceRule;
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
        void apply(State state) throws IOException;
    }

    /** What a change requires of the manifest that the reference names. It throws what the client is answered. */
    private interface Requirement {
        void require(Optional<Digest> named);
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
        change(repository, reference, condition::require, state -> replace(link, digest, state));
    }

    /**
     * Makes a tag name a digest, unless it names another one. The store decides between requests that create the tag at the same
     * time. A tag of a manifest that the repository no longer has counts as absent, as for a reader.
     *
     * @throws dev.moorage.application.port.in.access.WriteOnceException if the tag names another manifest
     */
    void writeOnce(WriteOnceRule rule, RepositoryName repository, Tag tag, Digest digest, ChangeCondition condition)
            throws IOException {
        Reference reference = new Reference.ByTag(tag);
        ObjectKey link = link(repository, reference);
        change(repository, reference, named -> WriteOnceTags.require(rule, tag, digest, named, condition), state -> {
            if (state.names().isPresent()) {
                renew(link, digest, state);
            } else {
                replace(link, digest, state);
            }
        });
    }

    /**
     * Writes a link again that names the digest, so that the tag is as new as its last push. The store changes the same version
     * only. A link that another request has renewed is made durable.
     */
    private void renew(ObjectKey link, Digest digest, State state) throws IOException {
        try {
            replace(link, digest, state);
        } catch (ConditionFailedException e) {
            if (!links.read(link).equals(Optional.of(digest))) {
                throw e;
            }
            links.persist(link);
        }
    }

    private void replace(ObjectKey link, Digest digest, State state) throws IOException {
        if (state.version().isPresent()) {
            links.replace(link, digest, state.version().get());
        } else {
            links.create(link, digest);
        }
    }

    /** Returns the manifest that a reference names, as a reader sees it. */
    Optional<Digest> named(RepositoryName repository, Reference reference) throws IOException {
        return state(repository, reference).names();
    }

    /** Deletes the link of a reference, if the condition holds. Does nothing if there is no link. */
    void delete(RepositoryName repository, Reference reference, ChangeCondition condition) throws IOException {
        ObjectKey link = link(repository, reference);
        if (condition.isNone()) {
            links.delete(link);
            return;
        }
        change(repository, reference, condition::require, state -> {
            if (state.version().isPresent()) {
                links.delete(link, state.version().get());
            }
        });
    }

    /**
     * Deletes the link of a tag that names a manifest. A tag that another request has moved since stays.
     *
     * @return whether the link was deleted, or was gone
     */
    boolean deleteTag(RepositoryName repository, Tag tag, Digest digest) throws IOException {
        ObjectKey link = RegistryKeys.tagLink(repository, tag);
        Optional<Links.Stored> stored = links.inspect(link);
        if (stored.isEmpty()) {
            return true;
        }
        if (!stored.get().target().equals(Optional.of(digest))) {
            return false;
        }
        try {
            links.delete(link, stored.get().version());
            return true;
        } catch (ConditionFailedException _) {
            return false; // A push has written the link at this moment, and its tag stays.
        }
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

    private void change(RepositoryName repository, Reference reference, Requirement requirement, Change change)
            throws IOException {
        for (int attempt = 1; ; attempt++) {
            State state = state(repository, reference);
            requirement.require(state.names());
            try {
                change.apply(state);
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
