package dev.moorage.application.port.in.maintenance;

import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.name.RepositoryName;
import dev.moorage.domain.name.Tag;
import dev.moorage.domain.retention.Decision;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What the policies of retention decide in a repository.
 *
 * @param policy the name of the policy. Empty if none is for the repository
 * @param isReported whether the policy is only reported, so that everything stays
 * @param unknown why the repository stays as it is. Empty if all of it is understood
 * @param tags sorted by their names
 * @param untagged the manifests that no tag, no index and no subject keeps
 * @param leaving what leaves with all tags and manifests together
 */
public record RetentionExplanation(
        RepositoryName repository,
        Optional<String> policy,
        boolean isReported,
        Optional<String> unknown,
        List<TagDecision> tags,
        List<ManifestDecision> untagged,
        Leaving leaving) {
    public RetentionExplanation {
        Objects.requireNonNull(repository);
        Objects.requireNonNull(policy);
        Objects.requireNonNull(unknown);
        tags = List.copyOf(tags);
        untagged = List.copyOf(untagged);
        Objects.requireNonNull(leaving);
    }

    /**
     * The decision about a tag.
     *
     * @param digest the manifest that it names
     * @param leaving what leaves after the tag, in this collection and later ones
     */
    public record TagDecision(Tag tag, Digest digest, Decision decision, Leaving leaving) {
        public TagDecision {
            Objects.requireNonNull(tag);
            Objects.requireNonNull(digest);
            Objects.requireNonNull(decision);
            Objects.requireNonNull(leaving);
        }
    }

    /**
     * The decision about a manifest that nothing keeps.
     *
     * @param leaving what leaves with it, in this collection and later ones
     */
    public record ManifestDecision(Digest digest, Decision decision, Leaving leaving) {
        public ManifestDecision {
            Objects.requireNonNull(digest);
            Objects.requireNonNull(decision);
            Objects.requireNonNull(leaving);
        }
    }

    /**
     * What leaves a repository.
     *
     * @param manifests the manifests, those of indexes and the referrers included
     * @param referrers those of them that have a subject
     * @param blobs the layers and configurations that no manifest names then
     * @param bytes the size of the blobs, as manifests say
     * @param unshared the size of the blobs that no other repository has. Empty if that was not asked for
     */
    public record Leaving(int manifests, int referrers, int blobs, long bytes, OptionalLong unshared) {
        public Leaving {
            Objects.requireNonNull(unshared);
        }
    }
}
