package dev.moorage.application.service.manifest;

import dev.moorage.application.layout.RegistryKeys;
import dev.moorage.application.port.in.manifest.ListReferrers;
import dev.moorage.application.port.in.manifest.Referrer;
import dev.moorage.application.port.in.manifest.ReferrersPage;
import dev.moorage.application.port.out.storage.ListOptions;
import dev.moorage.application.port.out.storage.ObjectKey;
import dev.moorage.application.port.out.storage.ObjectPage;
import dev.moorage.application.port.out.storage.StorageDriver;
import dev.moorage.domain.blob.Descriptor;
import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.error.RegistryException;
import dev.moorage.domain.manifest.ContentReference;
import dev.moorage.domain.manifest.Manifest;
import dev.moorage.domain.name.Reference;
import dev.moorage.domain.name.RepositoryName;
import dev.moorage.domain.name.Tag;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lists referrers from our index, and from the fallback tag {@code <alg>-<hex>} under which clients of older registries
 * kept theirs (OCI Distribution Specification, section "Referrers Tag Schema"). What cannot be read is left out.
 */
final class ListReferrersService implements ListReferrers {
    private static final Logger LOG = LoggerFactory.getLogger(ListReferrersService.class);
    private static final int LISTING_PAGE = 1000;

    private final StorageDriver storage;
    private final ManifestStore manifests;
    private final int pageSize;

    ListReferrersService(StorageDriver storage, ManifestStore manifests, int pageSize) {
        this.storage = storage;
        this.manifests = manifests;
        this.pageSize = pageSize;
    }

    @Override
    public ReferrersPage list(
            RepositoryName repository, Digest subject, Optional<String> artifactType, Optional<Digest> after)
            throws IOException {
        NavigableSet<String> digests = new TreeSet<>();
        addIndexed(repository, subject, digests);
        addFallback(repository, subject, digests);
        List<Referrer> found = new ArrayList<>();
        for (String text : digests.tailSet(after.map(Digest::toString).orElse(""), false)) {
            Digest digest = Digest.parse(text);
            Optional<Referrer> referrer = read(repository, digest)
                    .filter(candidate -> artifactType.isEmpty() || artifactType.equals(candidate.artifactType()));
            if (referrer.isEmpty()) {
                continue;
            }
            if (found.size() == pageSize) {
                return new ReferrersPage(
                        found, Optional.of(found.getLast().descriptor().digest()));
            }
            found.add(referrer.get());
        }
        return new ReferrersPage(found, Optional.empty());
    }

    private void addIndexed(RepositoryName repository, Digest subject, NavigableSet<String> digests)
            throws IOException {
        ObjectKey prefix = RegistryKeys.referrers(repository, subject);
        ListOptions options = ListOptions.recursive(LISTING_PAGE);
        while (true) {
            ObjectPage page = storage.list(prefix, options);
            for (ObjectPage.Entry entry : page.entries()) {
                RegistryKeys.digestOfLink(entry.key()).ifPresent(digest -> digests.add(digest.toString()));
            }
            if (page.next().isEmpty()) {
                return;
            }
            options = options.after(page.next().get());
        }
    }

    private void addFallback(RepositoryName repository, Digest subject, NavigableSet<String> digests)
            throws IOException {
        Optional<Tag> tag = Tag.tryParse(subject.algorithm().identifier() + "-" + subject.hex());
        if (tag.isEmpty()) {
            return; // A sha512 digest is too long for a tag.
        }
        Optional<Digest> index = manifests.resolve(repository, new Reference.ByTag(tag.get()));
        if (index.isPresent() && parsed(index.get()).orElse(null) instanceof Manifest.ImageIndex fallback) {
            for (ContentReference reference : fallback.manifests()) {
                digests.add(reference.descriptor().digest().toString());
            }
        }
    }

    private Optional<Referrer> read(RepositoryName repository, Digest digest) throws IOException {
        Optional<Digest> linked = manifests.resolve(repository, new Reference.ByDigest(digest));
        if (linked.isEmpty()) {
            return Optional.empty();
        }
        Optional<byte[]> content = bytes(linked.get());
        return content.flatMap(bytes -> parse(linked.get(), bytes))
                .map(manifest -> new Referrer(
                        new Descriptor(manifest.common().mediaType(), digest, content.orElseThrow().length),
                        manifest.artifactType(),
                        manifest.common().annotations()));
    }

    private Optional<Manifest> parsed(Digest digest) {
        return bytes(digest).flatMap(bytes -> parse(digest, bytes));
    }

    private Optional<byte[]> bytes(Digest digest) {
        try {
            return manifests.read(digest);
        } catch (IOException e) {
            LOG.atWarn().addKeyValue("digest", digest).setCause(e).log("A referrer cannot be read");
            return Optional.empty();
        }
    }

    private static Optional<Manifest> parse(Digest digest, byte[] bytes) {
        try {
            return Optional.of(ManifestParser.parse(bytes, Optional.empty()));
        } catch (RegistryException e) {
            LOG.atWarn().addKeyValue("digest", digest).setCause(e).log("A referrer is no manifest");
            return Optional.empty();
        }
    }
}
