package dev.moorage.application.service.manifest;

import dev.moorage.application.port.in.access.WriteOnceException;
import dev.moorage.application.port.in.manifest.ChangeCondition;
import dev.moorage.application.service.access.CurrentRules;
import dev.moorage.domain.access.WriteOnceRule;
import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.name.Reference;
import dev.moorage.domain.name.RepositoryName;
import dev.moorage.domain.name.Tag;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * Write-once tags: the first push decides what such a tag names. A push of the same manifest succeeds again. Every other change by
 * a client is {@code DENIED} of the OCI Distribution Specification, section "Error Codes", whatever the caller may do.
 *
 * <p>A push of a tag and a delete of its manifest by digest may cross. The push therefore looks at the manifest's link after it has
 * written the tag, and the delete at the tags after it has removed the link. One of the two sees the other and writes the link
 * again.
 */
final class WriteOnceTags {
    private final CurrentRules rules;
    private final ReferenceLinks references;

    WriteOnceTags(CurrentRules rules, ReferenceLinks references) {
        this.rules = rules;
        this.references = references;
    }

    /** Returns whether any rule of this moment is about write-once tags. */
    boolean isUsed() {
        return !rules.rules().writeOnce().isEmpty();
    }

    /** Returns the rule of this moment by which a tag can be written once only. */
    Optional<WriteOnceRule> rule(RepositoryName repository, Tag tag) {
        return rules.rules().writeOnce(repository, tag);
    }

    /**
     * Checks a push before anything is stored. The store decides again when the tag is written.
     *
     * @throws WriteOnceException if the tag names another manifest
     */
    void require(RepositoryName repository, Tag tag, Digest digest) throws IOException {
        Optional<WriteOnceRule> rule = rule(repository, tag);
        if (rule.isPresent()) {
            Optional<Digest> named = references.named(repository, new Reference.ByTag(tag));
            require(rule.get(), tag, digest, named, ChangeCondition.NONE);
        }
    }

    /** Checks what a tag names now. The condition of the request goes first. */
    static void require(WriteOnceRule rule, Tag tag, Digest digest, Optional<Digest> named, ChangeCondition condition) {
        condition.require(named);
        if (named.isPresent() && !named.get().equals(digest)) {
            throw WriteOnceException.ofPush(rule, tag);
        }
    }

    /** Writes a tag that can be written once, if it names nothing or this digest. */
    void write(WriteOnceRule rule, RepositoryName repository, Tag tag, Digest digest, ChangeCondition condition)
            throws IOException {
        references.writeOnce(rule, repository, tag, digest, condition);
        restore(repository, digest);
    }

    /**
     * Checks a delete of tags.
     *
     * @throws WriteOnceException if one of the tags can be written once only, and is not deleted
     */
    void requireDeletable(RepositoryName repository, List<Tag> tags) {
        for (Tag tag : tags) {
            Optional<WriteOnceRule> rule = rules.rules().undeletable(repository, tag);
            if (rule.isPresent()) {
                throw WriteOnceException.ofDelete(rule.get(), tag);
            }
        }
    }

    /** Writes the link of a manifest again, if a delete has removed it. */
    void restore(RepositoryName repository, Digest digest) throws IOException {
        Reference manifest = new Reference.ByDigest(digest);
        if (references.named(repository, manifest).isEmpty()) {
            references.write(repository, manifest, digest, ChangeCondition.NONE);
        }
    }
}
