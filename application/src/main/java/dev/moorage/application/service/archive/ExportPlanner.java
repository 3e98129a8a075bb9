package dev.moorage.application.service.archive;

import dev.moorage.application.port.in.archive.ArchiveException;
import dev.moorage.application.port.in.archive.ExportRequest;
import dev.moorage.application.port.in.blob.BlobUseCases;
import dev.moorage.application.port.in.manifest.ManifestContent;
import dev.moorage.application.port.in.manifest.ManifestUseCases;
import dev.moorage.application.port.in.manifest.Referrer;
import dev.moorage.application.port.in.manifest.ReferrersPage;
import dev.moorage.application.port.in.repository.ListTags;
import dev.moorage.application.port.in.repository.Page;
import dev.moorage.application.port.in.repository.PageRequest;
import dev.moorage.application.service.manifest.parse.ManifestObserver;
import dev.moorage.application.service.manifest.parse.StoredManifest;
import dev.moorage.domain.blob.Descriptor;
import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.error.RegistryException;
import dev.moorage.domain.manifest.ContentReference;
import dev.moorage.domain.manifest.ManifestKind;
import dev.moorage.domain.manifest.Platform;
import dev.moorage.domain.name.Reference;
import dev.moorage.domain.name.RepositoryName;
import dev.moorage.domain.name.Tag;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Finds everything that an archive has to hold. Nothing is kept but digests and sizes. */
final class ExportPlanner {
    private static final int PAGE = 1000;

    private final ExportRequest request;
    private final ManifestUseCases manifests;
    private final BlobUseCases blobs;
    private final ListTags tags;
    private final ExportPlan plan = new ExportPlan();
    private final Set<ExportPlan.Content> visited = new HashSet<>();
    private final Deque<ExportPlan.Content> open = new ArrayDeque<>();

    ExportPlanner(ExportRequest request, ManifestUseCases manifests, BlobUseCases blobs, ListTags tags) {
        this.request = request;
        this.manifests = manifests;
        this.blobs = blobs;
        this.tags = tags;
    }

    ExportPlan plan() throws IOException {
        Set<ExportRequest.Image> images = new HashSet<>();
        for (ExportRequest.Selection selection : request.images()) {
            switch (selection) {
                case ExportRequest.Image image -> images.add(image);
                case ExportRequest.Tags all -> images.addAll(matching(all));
            }
        }
        for (ExportRequest.Image image : images) {
            select(image);
        }
        while (!open.isEmpty()) {
            manifest(open.remove());
        }
        plan.sort();
        return plan;
    }

    private List<ExportRequest.Image> matching(ExportRequest.Tags selection) throws IOException {
        List<ExportRequest.Image> found = new ArrayList<>();
        Optional<String> last = Optional.empty();
        Page<Tag> page;
        do {
            page = page(selection.repository(), last);
            for (Tag tag : page.entries()) {
                if (selection.pattern().matches(tag)) {
                    found.add(new ExportRequest.Image(selection.repository(), new Reference.ByTag(tag)));
                }
                last = Optional.of(tag.value());
            }
        } while (page.more() && !page.entries().isEmpty());
        if (found.isEmpty()) {
            throw new ArchiveException(selection.repository() + " has no tag that matches " + selection.pattern());
        }
        return found;
    }

    private Page<Tag> page(RepositoryName repository, Optional<String> last) throws IOException {
        try {
            return tags.list(repository, new PageRequest(PAGE, last));
        } catch (RegistryException _) {
            throw new ArchiveException("there is no repository " + repository);
        }
    }

    private void select(ExportRequest.Image image) throws IOException {
        RepositoryName repository = image.repository();
        Optional<Tag> tag =
                image.reference() instanceof Reference.ByTag named ? Optional.of(named.tag()) : Optional.empty();
        Digest digest;
        try {
            digest = manifests.get().resolve(repository, image.reference());
        } catch (RegistryException _) {
            throw new ArchiveException("there is no " + name(repository, image.reference()));
        }
        if (request.platform().isPresent()) {
            digest = ofPlatform(repository, digest, request.platform().get());
        }
        try (ManifestContent content = manifests.get().get(repository, digest)) {
            Descriptor descriptor = content.descriptor();
            plan.images.add(new ExportPlan.Image(
                    repository,
                    tag,
                    descriptor,
                    DockerEntry.of(bytes(content), repository, tag, descriptor.mediaType())));
            open(new ExportPlan.Content(repository, digest, descriptor.size()));
        }
    }

    private Digest ofPlatform(RepositoryName repository, Digest digest, Platform platform) throws IOException {
        List<ContentReference> references = new ArrayList<>();
        if (read(repository, digest, references).kind() != ManifestKind.INDEX) {
            return digest;
        }
        List<Digest> matching = references.stream()
                .filter(reference -> reference.platform().equals(Optional.of(platform)))
                .map(ContentReference::digest)
                .distinct()
                .toList();
        if (matching.size() != 1) {
            throw new ArchiveException(repository + "@" + digest + " has " + matching.size() + " images for "
                    + platform.os() + "/" + platform.architecture() + ", and not one");
        }
        return matching.getFirst();
    }

    private StoredManifest read(RepositoryName repository, Digest digest, List<ContentReference> references)
            throws IOException {
        try (ManifestContent content = manifests.get().get(repository, digest)) {
            return StoredManifest.read(bytes(content), new ManifestObserver() {
                @Override
                public void reference(ContentReference reference) {
                    references.add(reference);
                }
            });
        }
    }

    private static byte[] bytes(ManifestContent content) {
        byte[] bytes = new byte[content.bytes().remaining()];
        content.bytes().get(bytes);
        return bytes;
    }

    private void open(ExportPlan.Content manifest) {
        if (visited.add(manifest)) {
            plan.manifests.putIfAbsent(manifest.digest().toString(), manifest);
            open.add(manifest);
        }
    }

    private void manifest(ExportPlan.Content manifest) throws IOException {
        List<ContentReference> references = new ArrayList<>();
        StoredManifest read = read(manifest.repository(), manifest.digest(), references);
        if (read.kind() != ManifestKind.OTHER) {
            for (ContentReference reference : references) {
                reference(manifest, reference);
            }
        }
        if (request.referrers()) {
            referrers(manifest);
        }
    }

    private void reference(ExportPlan.Content from, ContentReference reference) throws IOException {
        boolean there = switch (reference.kind()) {
            case BLOB -> blob(from.repository(), reference.digest());
            case MANIFEST -> child(from.repository(), reference.digest());
            case MANIFEST_OR_BLOB ->
                blob(from.repository(), reference.digest()) || child(from.repository(), reference.digest());
        };
        // An index may be stored without some of its images.
        if (!there && !reference.mayBeMissing() && reference.kind() == ContentReference.Kind.BLOB) {
            throw new ArchiveException(from.repository() + "@" + from.digest() + " needs " + reference.digest()
                    + ", which the repository does not have");
        }
    }

    private boolean blob(RepositoryName repository, Digest digest) throws IOException {
        if (plan.blobs.containsKey(digest.toString())) {
            return true;
        }
        if (request.have().contains(digest)) {
            plan.leftOut.add(digest);
            return true;
        }
        try {
            long size = blobs.get().stat(repository, digest).size();
            plan.blobs.put(digest.toString(), new ExportPlan.Content(repository, digest, size));
            return true;
        } catch (RegistryException _) {
            return false;
        }
    }

    private boolean child(RepositoryName repository, Digest digest) throws IOException {
        try {
            Digest stored = manifests.get().resolve(repository, new Reference.ByDigest(digest));
            open(new ExportPlan.Content(
                    repository,
                    stored,
                    manifests.get().describe(repository, stored).size()));
            return true;
        } catch (RegistryException _) {
            return false;
        }
    }

    private void referrers(ExportPlan.Content subject) throws IOException {
        Optional<Digest> after = Optional.empty();
        do {
            try (ReferrersPage page =
                    manifests.referrers().list(subject.repository(), subject.digest(), Optional.empty(), after)) {
                for (Referrer referrer : page.referrers()) {
                    Descriptor descriptor = referrer.descriptor();
                    plan.refer(subject, referrer);
                    open(new ExportPlan.Content(subject.repository(), descriptor.digest(), descriptor.size()));
                }
                after = page.next();
            }
        } while (after.isPresent());
    }

    private static String name(RepositoryName repository, Reference reference) {
        return repository + (reference instanceof Reference.ByTag ? ":" : "@") + reference;
    }
}
