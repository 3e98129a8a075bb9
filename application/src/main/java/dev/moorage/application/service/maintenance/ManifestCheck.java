package dev.moorage.application.service.maintenance;

import dev.moorage.application.layout.Links;
import dev.moorage.application.layout.RegistryKeys;
import dev.moorage.application.layout.RepositoryKey;
import dev.moorage.application.port.in.maintenance.Finding;
import dev.moorage.application.port.in.maintenance.Finding.Kind;
import dev.moorage.application.port.in.maintenance.Finding.Repair;
import dev.moorage.application.service.manifest.ManifestPolicy;
import dev.moorage.application.service.manifest.ManifestStore;
import dev.moorage.application.service.manifest.StoredBytes;
import dev.moorage.application.service.manifest.parse.ManifestObserver;
import dev.moorage.application.service.manifest.parse.StoredManifest;
import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.manifest.ContentReference;
import dev.moorage.domain.manifest.ManifestKind;
import dev.moorage.domain.name.RepositoryName;
import dev.moorage.storage.spi.object.ObjectInfo;
import dev.moorage.storage.spi.object.ObjectKey;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Checks the references of a manifest: whether the repository has the content, and with the size that the manifest
 * states.
 */
final class ManifestCheck {
    private final Links links;
    private final StoredBlobs blobs;
    private final ManifestStore manifests;
    private final ManifestPolicy policy;
    private final VerifyCounters tally;

    ManifestCheck(
            Links links, StoredBlobs blobs, ManifestStore manifests, ManifestPolicy policy, VerifyCounters tally) {
        this.links = links;
        this.blobs = blobs;
        this.manifests = manifests;
        this.policy = policy;
        this.tally = tally;
    }

    /**
     * Checks a manifest.
     *
     * @param content the digest under which its bytes are stored
     */
    void look(RepositoryKey.Revision revision, Digest content) throws IOException {
        tally.manifest();
        References references = new References();
        Optional<StoredManifest> manifest;
        try {
            manifest = manifest(content, references);
        } catch (IOException e) {
            found(revision, Kind.UNREADABLE_MANIFEST, String.valueOf(e.getMessage()));
            return;
        }
        if (manifest.isPresent() && !manifest.get().isJson()) {
            found(revision, Kind.UNREADABLE_MANIFEST, "manifest " + content + " is not JSON");
        }
        if (manifest.isEmpty() || manifest.get().kind() == ManifestKind.OTHER) {
            return;
        }
        for (ContentReference reference : references.all) {
            if (policy.requires(reference)) {
                look(revision, reference);
            }
        }
    }

    private Optional<StoredManifest> manifest(Digest content, References references) throws IOException {
        Optional<StoredBytes> found = manifests.read(content);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        try (StoredBytes bytes = found.get()) {
            return Optional.of(bytes.parse(references));
        }
    }

    /** Collects the references of the manifest without duplicates. */
    private static final class References implements ManifestObserver {
        private final Set<ContentReference> all = new LinkedHashSet<>();

        @Override
        public void reference(ContentReference reference) {
            all.add(reference);
        }
    }

    private void look(RepositoryKey.Revision revision, ContentReference reference) throws IOException {
        Digest digest = reference.digest();
        Optional<Links.Stored> link = link(revision.repository(), reference);
        if (link.isEmpty()) {
            found(revision, Kind.MISSING_REFERENCE, digest + " is not in the repository");
            return;
        }
        Optional<Digest> target = link.get().target();
        boolean trusted = target.isPresent()
                && (target.get().equals(digest) || target.get().algorithm() != digest.algorithm());
        if (trusted) { // Otherwise the link itself is a finding.
            Optional<ObjectInfo> blob = blobs.stat(target.get());
            if (blob.isEmpty()) {
                found(revision, Kind.MISSING_REFERENCE, digest + " is linked, and is not there");
            } else if (reference.size().orElse(blob.get().size()) != blob.get().size()) {
                found(
                        revision,
                        Kind.WRONG_SIZE,
                        digest + " has " + blob.get().size() + " bytes, and not "
                                + reference.size().getAsLong());
            }
        }
    }

    private Optional<Links.Stored> link(RepositoryName repository, ContentReference reference) throws IOException {
        Digest digest = reference.digest();
        ObjectKey layer = RegistryKeys.layerLink(repository, digest);
        ObjectKey revision = RegistryKeys.revisionLink(repository, digest);
        return switch (reference.kind()) {
            case BLOB -> links.inspect(layer);
            case MANIFEST -> links.inspect(revision);
            case MANIFEST_OR_BLOB -> {
                Optional<Links.Stored> blob = links.inspect(layer);
                yield blob.isPresent() ? blob : links.inspect(revision);
            }
        };
    }

    /** Reports a finding, unless the manifest was deleted during the check. */
    private void found(RepositoryKey.Revision revision, Kind kind, String detail) throws IOException {
        if (links.inspect(revision.key()).isPresent()) {
            tally.found(
                    new Finding(kind, revision.key().value(), Optional.of(revision.repository()), detail, Repair.NONE));
        }
    }
}
