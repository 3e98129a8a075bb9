package dev.moorage.application.service.manifest;

import dev.moorage.application.layout.Links;
import dev.moorage.application.layout.RegistryKeys;
import dev.moorage.application.memory.MemoryBudget;
import dev.moorage.application.port.in.manifest.ChangeCondition;
import dev.moorage.application.port.in.manifest.PutManifest;
import dev.moorage.application.port.in.manifest.PutManifestCommand;
import dev.moorage.application.port.in.manifest.PutManifestResult;
import dev.moorage.application.service.access.CurrentRules;
import dev.moorage.application.service.blob.RepositoryBlobs;
import dev.moorage.application.service.manifest.parse.ManifestParser;
import dev.moorage.domain.access.Action;
import dev.moorage.domain.blob.Descriptor;
import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.digest.DigestAlgorithm;
import dev.moorage.domain.error.ErrorCode;
import dev.moorage.domain.error.RegistryError;
import dev.moorage.domain.error.RegistryException;
import dev.moorage.domain.manifest.ContentReference;
import dev.moorage.domain.manifest.ContentReference.Kind;
import dev.moorage.domain.manifest.Manifest;
import dev.moorage.domain.name.Reference;
import dev.moorage.domain.name.RepositoryName;
import dev.moorage.domain.name.Tag;
import dev.moorage.storage.spi.io.ComputePool;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * Stores a manifest in an order that leaves no dangling link after a crash. First it checks that the references exist.
 * Then it writes the bytes, the repository's link, the referrers entry, and last the tags.
 */
final class PutManifestService implements PutManifest {
    /** The greatest number of missing blobs and manifests that one response lists. After that the search stops. */
    private static final int MAX_ERRORS = 1000;

    private final ManifestStore manifests;
    private final RepositoryBlobs blobs;
    private final Links links;
    private final ReferenceLinks references;
    private final ManifestPolicy policy;
    private final ManifestParser parser;
    private final WriteOnceTags writeOnce;

    PutManifestService(
            ManifestStore manifests, RepositoryBlobs blobs, Links links, ManifestPolicy policy, CurrentRules rules) {
        this.manifests = manifests;
        this.blobs = blobs;
        this.links = links;
        this.references = new ReferenceLinks(links);
        this.policy = policy;
        this.parser = new ManifestParser(policy.maxReferences());
        this.writeOnce = new WriteOnceTags(rules, references);
    }

    @Override
    public PutManifestResult put(PutManifestCommand command) throws IOException {
        Digest digest = digest(command.reference(), command.content());
        Manifest manifest = parse(command);
        RepositoryName repository = command.repository();
        ChangeCondition condition = command.condition();
        references.require(repository, command.reference(), condition);
        for (Tag tag : tags(command)) {
            writeOnce.require(repository, tag, digest);
        }
        requireReferences(repository, manifest);
        requireRights(command);
        manifests.write(digest, command.content());
        boolean byDigest = command.reference() instanceof Reference.ByDigest;
        references.write(
                repository, new Reference.ByDigest(digest), digest, byDigest ? condition : ChangeCondition.NONE);
        Optional<Digest> subject = manifest.subject();
        if (subject.isPresent()) {
            links.write(RegistryKeys.referrerLink(repository, subject.get(), digest), digest);
        }
        if (command.reference() instanceof Reference.ByTag(Tag tag)) {
            tag(repository, tag, digest, condition);
        }
        for (Tag tag : command.tags()) {
            tag(repository, tag, digest, ChangeCondition.NONE);
        }
        Descriptor stored = new Descriptor(manifest.mediaType(), digest, command.content().length);
        return new PutManifestResult(stored, subject, command.tags());
    }

    /** Asks for the rights of the caller again, because they may have ended while the body arrived. */
    private static void requireRights(PutManifestCommand command) {
        boolean allowed = command.caller().may(Action.PUSH, command.repository())
                && tags(command).stream()
                        .allMatch(tag -> command.caller().may(Action.PUSH, command.repository(), tag));
        if (!allowed) {
            throw new RegistryException(RegistryError.of(ErrorCode.DENIED));
        }
    }

    /** Returns every tag that a request sets. */
    private static List<Tag> tags(PutManifestCommand command) {
        Stream<Tag> named = command.reference() instanceof Reference.ByTag(Tag tag) ? Stream.of(tag) : Stream.empty();
        return Stream.concat(named, command.tags().stream()).toList();
    }

    /**
     * Sets a tag. Where the change may be refused, the tag is written before its index entry, so that a request that loses the
     * race leaves nothing in the tag's history.
     */
    private void tag(RepositoryName repository, Tag tag, Digest digest, ChangeCondition condition) throws IOException {
        boolean once = writeOnce.has(repository, tag);
        boolean certain = condition.isNone() && !once;
        if (certain) {
            links.write(RegistryKeys.tagIndexLink(repository, tag, digest), digest);
        }
        if (once) {
            writeOnce.write(repository, tag, digest, condition);
        } else {
            references.write(repository, new Reference.ByTag(tag), digest, condition);
        }
        if (!certain) {
            links.write(RegistryKeys.tagIndexLink(repository, tag, digest), digest);
        }
    }

    private static Digest digest(Reference reference, byte[] content) {
        return switch (reference) {
            case Reference.ByTag _ -> Digest.of(DigestAlgorithm.CANONICAL, content);
            case Reference.ByDigest(Digest expected) -> {
                if (!Digest.of(expected.algorithm(), content).equals(expected)) {
                    throw new RegistryException(
                            ErrorCode.DIGEST_INVALID, "provided digest did not match manifest content");
                }
                yield expected;
            }
        };
    }

    private Manifest parse(PutManifestCommand command) throws IOException {
        return command.content().length > MemoryBudget.SMALL
                ? ComputePool.compute(() -> parser.parse(command.content(), command.contentType()))
                : parser.parse(command.content(), command.contentType());
    }

    /** Content that the repository must have. */
    private record Needed(Kind kind, Digest digest) {}

    private void requireReferences(RepositoryName repository, Manifest manifest) throws IOException {
        Set<Needed> needed = new LinkedHashSet<>();
        for (ContentReference reference : manifest.references()) {
            if (policy.requires(reference)) {
                needed.add(new Needed(reference.kind(), reference.digest()));
            }
        }
        Set<Needed> missing = ConcurrentHashMap.newKeySet();
        ParallelWork.forEach(List.copyOf(needed), content -> {
            if (missing.size() < MAX_ERRORS && !stays(repository, content)) {
                missing.add(content);
            }
        });
        if (!missing.isEmpty()) {
            throw new RegistryException(needed.stream()
                    .filter(missing::contains)
                    .limit(MAX_ERRORS)
                    .map(content -> RegistryError.of(ErrorCode.MANIFEST_BLOB_UNKNOWN)
                            .about("digest", content.digest().toString()))
                    .toList());
        }
    }

    /** Returns whether the content exists, and makes it as durable as the 201 of the manifest promises. */
    private boolean stays(RepositoryName repository, Needed content) throws IOException {
        Digest digest = content.digest();
        return switch (content.kind()) {
            case BLOB -> blobs.persist(repository, digest);
            case MANIFEST -> manifests.persist(repository, digest);
            case MANIFEST_OR_BLOB -> blobs.persist(repository, digest) || manifests.persist(repository, digest);
        };
    }
}
