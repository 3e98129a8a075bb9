package dev.moorage.application.service.mirror;

import dev.moorage.application.memory.MemoryShortException;
import dev.moorage.application.port.in.access.WriteOnceException;
import dev.moorage.application.port.in.failure.RemovalPendingException;
import dev.moorage.application.port.in.failure.UpstreamFailedException;
import dev.moorage.application.port.in.mirror.MirrorRequest;
import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.error.RegistryException;
import dev.moorage.domain.name.Reference;
import dev.moorage.domain.name.RepositoryName;
import dev.moorage.domain.name.Tag;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Copies images of one repository of a source. */
final class MirrorRun {
    private final MirroredTree.Parts parts;
    private final MirrorRequest request;
    private final RepositoryName remote;

    /** @param remote the name of the repository at the source */
    MirrorRun(MirroredTree.Parts parts, MirrorRequest request, RepositoryName remote) {
        this.parts = parts;
        this.request = request;
        this.remote = remote;
    }

    /** Copies something. */
    private interface Step {
        void run() throws IOException;
    }

    /** Copies the tags that are selected, in their order. */
    void tags(MirrorRequest.Repository selection) throws IOException {
        reporting(remote.value(), () -> {
            List<Tag> tags = parts.source().tags().stream()
                    .filter(tag -> selection.tags().matches(tag.value()))
                    .sorted()
                    .toList();
            parts.tally().found(tags.size());
            for (Tag tag : tags) {
                image(new Reference.ByTag(tag), tag);
            }
        });
    }

    /** Copies one image. */
    void one(Reference reference, Tag tag) throws IOException {
        parts.tally().found(1);
        image(reference, tag);
    }

    private void image(Reference reference, Tag tag) throws IOException {
        String name = remote + (reference instanceof Reference.ByTag ? ":" : "@") + reference;
        reporting(name, () -> copy(reference, tag));
    }

    /** Reports what fails for this image alone. */
    private void reporting(String name, Step step) throws IOException {
        try {
            step.run();
        } catch (MirrorException
                | UpstreamFailedException
                | RemovalPendingException
                | MemoryShortException
                | WriteOnceException
                | RegistryException e) {
            parts.tally().failed(name, String.valueOf(e.getMessage()));
        }
    }

    private void copy(Reference reference, Tag tag) throws IOException {
        long before = parts.tally().stored();
        Digest digest = found(reference);
        Reference target = new Reference.ByTag(tag);
        boolean isNew = !parts.stored().resolve(target).equals(Optional.of(digest));
        if (isNew) {
            parts.source().awaitAllowance(request.allowance(), reference);
        }
        MirroredTree tree = new MirroredTree(parts);
        byte[] content = tree.copy(digest)
                .orElseThrow(() -> new MirrorException("the source does not have " + digest + " any more"));
        if (request.referrers()) {
            tree.copyReferrers();
        }
        if (request.digestTags()) {
            copyDigestTags(tree);
        }
        if (isNew) {
            parts.stored().put(target, content);
        }
        if (isNew || parts.tally().stored() > before) {
            parts.tally().copied(parts.place().name(), tag, digest);
        } else {
            parts.tally().unchanged();
        }
    }

    private Digest found(Reference reference) throws IOException {
        return parts.source().resolve(reference).orElseThrow(() -> new MirrorException("the source does not have it"));
    }

    /** Copies the tags that are named after the digests of the image's manifests, as cosign names them. */
    private void copyDigestTags(MirroredTree tree) throws IOException {
        for (Digest subject : tree.manifests()) {
            String prefix = subject.algorithm().identifier() + "-" + subject.hex() + ".";
            for (Tag tag : parts.source().tags()) {
                if (tag.value().startsWith(prefix)) {
                    Reference reference = new Reference.ByTag(tag);
                    Digest digest = found(reference);
                    Optional<byte[]> _ = tree.copy(digest);
                    Optional<byte[]> content = parts.stored().manifest(digest);
                    if (content.isPresent()
                            && !parts.stored().resolve(reference).equals(Optional.of(digest))) {
                        parts.stored().put(reference, content.get());
                    }
                }
            }
        }
    }
}
