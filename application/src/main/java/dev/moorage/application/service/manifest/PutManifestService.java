package dev.moorage.application.service.manifest;

import dev.moorage.application.event.RegistryEvents;
import dev.moorage.application.layout.Links;
import dev.moorage.application.layout.RegistryKeys;
import dev.moorage.application.port.in.manifest.ChangeCondition;
import dev.moorage.application.port.in.manifest.PutManifest;
import dev.moorage.application.port.in.manifest.PutManifestCommand;
import dev.moorage.application.port.in.manifest.PutManifestResult;
import dev.moorage.application.port.out.event.ChangeEvent;
import dev.moorage.application.port.out.event.EventKind;
import dev.moorage.application.service.access.CurrentRules;
import dev.moorage.application.service.blob.RepositoryBlobs;
import dev.moorage.application.service.garbage.docket.Docket;
import dev.moorage.application.service.garbage.docket.Reliance;
import dev.moorage.application.service.garbage.trash.Trash;
import dev.moorage.application.service.garbage.trash.TrashedContent;
import dev.moorage.application.service.manifest.parse.ManifestParser;
import dev.moorage.application.storage.IndependentCalls;
import dev.moorage.domain.access.Action;
import dev.moorage.domain.access.WriteOnceRule;
import dev.moorage.domain.blob.Descriptor;
import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.digest.DigestAlgorithm;
import dev.moorage.domain.error.ErrorCode;
import dev.moorage.domain.error.RegistryError;
import dev.moorage.domain.error.RegistryException;
import dev.moorage.domain.garbage.Removable;
import dev.moorage.domain.garbage.Removable.Blob;
import dev.moorage.domain.garbage.Removable.ManifestRevision;
import dev.moorage.domain.garbage.Removable.TagLink;
import dev.moorage.domain.garbage.TrashRecord.By;
import dev.moorage.domain.manifest.Manifest;
import dev.moorage.domain.name.Reference;
import dev.moorage.domain.name.RepositoryName;
import dev.moorage.domain.name.Tag;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Stores a manifest in an order that leaves no dangling link after a crash. First it checks that the references exist.
 * Then it writes the bytes, the repository's link, the referrers entry, and last the tags. It looks at the garbage
 * collector's docket before the checks, before the tags, and after them.
 */
final class PutManifestService implements PutManifest {
    private final Docket docket;
    private final Trash trash;
    private final ManifestStore manifests;
    private final RepositoryBlobs blobs;
    private final Links links;
    private final ReferenceLinks references;
    private final ReturningReferrers referrers;
    private final ManifestPolicy policy;
    private final ManifestParser parser;
    private final WriteOnceTags writeOnce;
    private final RegistryEvents events;
    private final IndependentCalls calls;

    PutManifestService(
            Docket docket,
            Trash trash,
            ManifestStore manifests,
            RepositoryBlobs blobs,
            Links links,
            ReturningReferrers referrers,
            ManifestPolicy policy,
            CurrentRules rules,
            RegistryEvents events,
            IndependentCalls calls) {
        this.docket = docket;
        this.trash = trash;
        this.manifests = manifests;
        this.blobs = blobs;
        this.links = links;
        this.references = new ReferenceLinks(links);
        this.referrers = referrers;
        this.policy = policy;
        this.parser = new ManifestParser(policy.maxReferences());
        this.writeOnce = new WriteOnceTags(rules, references);
        this.events = events;
        this.calls = calls;
    }

    @Override
    public PutManifestResult put(PutManifestCommand command) throws IOException {
        Digest digest = digest(command.reference(), command.content());
        Manifest manifest = parse(command);
        RepositoryName repository = command.repository();
        ChangeCondition condition = command.condition();
        references.require(repository, command.reference(), condition);
        List<Tag> tags = tags(command);
        for (Tag tag : tags) {
            writeOnce.require(repository, tag, digest);
        }
        RevivedManifests named = new RevivedManifests(docket, repository, policy, blobs, manifests, links);
        RequiredContent required =
                new RequiredContent(repository, manifest.references(), policy, blobs, manifests, named, false);
        Set<Removable> needs = needs(command, digest, required);
        needs.addAll(named.read(required.manifests()));
        Reliance reliance = docket.relyRepeatably(needs);
        reliance.settle();
        required.require(reliance, collected(repository));
        requireRights(command);
        manifests.write(digest, command.content());
        boolean byDigest = command.reference() instanceof Reference.ByDigest;
        Optional<Digest> subject = manifest.subject();
        references.write(
                repository, new Reference.ByDigest(digest), digest, byDigest ? condition : ChangeCondition.NONE);
        referrer(
                repository,
                subject,
                digest); // Last, so that a manifest whose delete was earlier is listed where it is there.
        Reliance.Redo again = () -> {
            required.require(reliance, collected(repository));
            manifests.restore(repository, digest, command.content());
            referrer(repository, subject, digest);
            if (reliance.seesCollectors()) {
                referrers.putBack(repository, digest, named, reliance, collected(repository));
            }
            return true;
        };
        reliance.confirm(again); // Before the tags: a tag never names a manifest that was not confirmed.
        if (reliance.seesCollectors()
                && referrers.putBack(repository, digest, named, reliance, collected(repository))) {
            reliance.confirm(again);
        }
        List<Optional<Digest>> before = events.wants(EventKind.TAGGED) ? named(repository, tags) : List.of();
        for (Tag tag : tags) {
            boolean conditional = command.reference().equals(new Reference.ByTag(tag));
            tag(repository, tag, digest, conditional ? condition : ChangeCondition.NONE);
        }
        if (!tags.isEmpty()) {
            reliance.confirm(() -> again.run() && references.restore(repository, tags, digest));
        }
        Descriptor stored = new Descriptor(manifest.mediaType(), digest, command.content().length);
        publish(command, stored, manifest, tags, before);
        return new PutManifestResult(stored, subject, command.tags());
    }

    /** Returns what tags name, in their order. */
    private List<Optional<Digest>> named(RepositoryName repository, List<Tag> tags) throws IOException {
        List<Optional<Digest>> named = new ArrayList<>();
        for (Tag tag : tags) {
            named.add(references.named(repository, new Reference.ByTag(tag)));
        }
        return named;
    }

    /**
     * Publishes a push before its client is answered.
     *
     * @param before what the tags named before. It is as long as the tags where an event needs it
     */
    private void publish(
            PutManifestCommand command,
            Descriptor stored,
            Manifest manifest,
            List<Tag> tags,
            List<Optional<Digest>> before)
            throws IOException {
        if (events.wants(EventKind.MANIFEST_PUSHED)) {
            events.publish(
                    new ChangeEvent.ManifestPushed(command.caller(), command.repository(), stored, manifest, tags));
        }
        for (int i = 0; i < before.size(); i++) {
            events.publish(new ChangeEvent.Tagged(
                    command.caller(), command.repository(), tags.get(i), stored.digest(), before.get(i)));
        }
    }

    private void referrer(RepositoryName repository, Optional<Digest> subject, Digest digest) throws IOException {
        if (subject.isPresent()) {
            links.write(RegistryKeys.referrerLink(repository, subject.get(), digest), digest);
        }
    }

    /** Returns what garbage collectors have taken out of a repository. */
    private TrashedContent collected(RepositoryName repository) {
        return new TrashedContent(trash, repository, Set.of(By.COLLECTOR));
    }

    /** Returns every tag that a request sets, once. */
    private static List<Tag> tags(PutManifestCommand command) {
        Stream<Tag> named = command.reference() instanceof Reference.ByTag(Tag tag) ? Stream.of(tag) : Stream.empty();
        return Stream.concat(named, command.tags().stream()).distinct().toList();
    }

    /** Returns the objects on which the 201 relies: the content, and the request's own bytes, link and tags. */
    private static Set<Removable> needs(PutManifestCommand command, Digest digest, RequiredContent required) {
        Set<Removable> needs = required.removable();
        needs.add(new Blob(digest));
        needs.add(new ManifestRevision(command.repository(), digest));
        tags(command).forEach(tag -> needs.add(new TagLink(command.repository(), tag)));
        return needs;
    }

    /** Asks for the rights of the caller again, because they may have ended while the body arrived. */
    private static void requireRights(PutManifestCommand command) {
        boolean allowed = command.caller().may(Action.PUSH, command.repository())
                && tags(command).stream().allMatch(tag -> command.caller().may(Action.PUSH, command.repository(), tag));
        if (!allowed) {
            throw new RegistryException(RegistryError.of(ErrorCode.DENIED));
        }
    }

    /**
     * Sets a tag. Where the change may be refused, the tag is written before its index entry, so that a request that loses the
     * race leaves nothing in the tag's history.
     */
    private void tag(RepositoryName repository, Tag tag, Digest digest, ChangeCondition condition) throws IOException {
        Optional<WriteOnceRule> once = writeOnce.rule(repository, tag);
        boolean certain = condition.isNone() && once.isEmpty();
        IndependentCalls.Call history = () -> links.write(RegistryKeys.tagIndexLink(repository, tag, digest), digest);
        if (certain) {
            calls.both(history, () -> references.write(repository, new Reference.ByTag(tag), digest, condition));
            return;
        }
        if (once.isPresent()) {
            writeOnce.write(once.get(), repository, tag, digest, condition);
        } else {
            references.write(repository, new Reference.ByTag(tag), digest, condition);
        }
        history.run();
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
        return manifests.parse(command.content().length, () -> parser.parse(command.content(), command.contentType()));
    }
}
