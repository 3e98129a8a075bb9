package dev.moorage.application.service.browse;

import dev.moorage.application.layout.Links;
import dev.moorage.application.layout.RegistryKeys;
import dev.moorage.application.port.in.browse.DescribeImage;
import dev.moorage.application.port.in.browse.ImageDescription;
import dev.moorage.application.port.in.browse.ManifestFacts;
import dev.moorage.application.port.in.manifest.GetManifest;
import dev.moorage.application.port.in.manifest.ListReferrers;
import dev.moorage.application.port.in.manifest.ManifestContent;
import dev.moorage.application.port.in.repository.ListTags;
import dev.moorage.application.port.in.repository.Page;
import dev.moorage.application.port.in.repository.PageRequest;
import dev.moorage.application.service.manifest.DamagedManifestException;
import dev.moorage.application.storage.ParallelWork;
import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.error.ErrorCode;
import dev.moorage.domain.error.RegistryException;
import dev.moorage.domain.name.Reference;
import dev.moorage.domain.name.RepositoryName;
import dev.moorage.domain.name.Tag;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Describes a manifest. The tags that name it are looked for among the first {@value #MAX_TAGS}. */
final class DescribeImageService implements DescribeImage {
    private static final int MAX_TAGS = 1000;
    private static final int MAX_READS = 1000;
    private static final int MAX_RAW = 256 << 10;

    private final GetManifest get;
    private final ListTags tags;
    private final Links links;
    private final ListReferrers referrers;
    private final RepositoryFacts manifests;

    DescribeImageService(
            GetManifest get, ListTags tags, Links links, ListReferrers referrers, RepositoryFacts manifests) {
        this.get = get;
        this.tags = tags;
        this.links = links;
        this.referrers = referrers;
        this.manifests = manifests;
    }

    @Override
    public ImageDescription describe(RepositoryName repository, Reference reference) throws IOException {
        Digest digest = get.resolve(repository, reference);
        ManifestFacts facts = manifests
                .read(repository, digest, new ReadBudget(MAX_READS))
                .orElseThrow(() -> new RegistryException(ErrorCode.MANIFEST_UNKNOWN, "the manifest is gone"));
        return new ImageDescription(
                digest,
                facts,
                pushed(repository, reference),
                naming(repository, digest),
                new AttachedManifests(referrers, repository).of(digest),
                raw(repository, digest));
    }

    private Optional<Instant> pushed(RepositoryName repository, Reference reference) throws IOException {
        return reference instanceof Reference.ByTag(Tag tag)
                ? links.inspect(RegistryKeys.tagLink(repository, tag)).map(Links.Stored::written)
                : Optional.empty();
    }

    private List<Tag> naming(RepositoryName repository, Digest digest) throws IOException {
        Page<Tag> all = tags.list(repository, new PageRequest(MAX_TAGS, Optional.empty()));
        Queue<Tag> naming = new ConcurrentLinkedQueue<>();
        ParallelWork.forEach(all.entries(), tag -> {
            if (links.read(RegistryKeys.tagLink(repository, tag)).equals(Optional.of(digest))) {
                naming.add(tag);
            }
        });
        return naming.stream().sorted(new TagOrder()).toList();
    }

    private Optional<String> raw(RepositoryName repository, Digest digest) throws IOException {
        try (ManifestContent content = get.get(repository, digest)) {
            return content.bytes().remaining() > MAX_RAW
                    ? Optional.empty()
                    : Optional.of(StandardCharsets.UTF_8.decode(content.bytes()).toString());
        } catch (DamagedManifestException | RegistryException _) {
            return Optional.empty();
        }
    }
}
