package dev.moorage.application.service.archive;

import dev.moorage.application.hash.Hasher;
import dev.moorage.application.port.in.archive.ArchiveException;
import dev.moorage.application.port.in.archive.ArchiveSink;
import dev.moorage.application.port.in.archive.ExportImages;
import dev.moorage.application.port.in.archive.ExportReport;
import dev.moorage.application.port.in.archive.ExportRequest;
import dev.moorage.application.port.in.blob.BlobContent;
import dev.moorage.application.port.in.blob.BlobUseCases;
import dev.moorage.application.port.in.manifest.ManifestContent;
import dev.moorage.application.port.in.manifest.ManifestUseCases;
import dev.moorage.application.port.in.repository.ListTags;
import dev.moorage.domain.blob.ByteRange;
import dev.moorage.domain.blob.MediaType;
import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.error.RegistryException;
import dev.moorage.domain.name.RepositoryName;
import dev.moorage.domain.name.Tag;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes the index of a layout, its manifests, and last its blobs. Each blob is hashed on its way. */
public final class ExportImagesService implements ExportImages {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int CHUNK = 1 << 16;

    private final ManifestUseCases manifests;
    private final BlobUseCases blobs;
    private final ListTags tags;

    public ExportImagesService(ManifestUseCases manifests, BlobUseCases blobs, ListTags tags) {
        this.manifests = manifests;
        this.blobs = blobs;
        this.tags = tags;
    }

    @Override
    public ExportReport export(ExportRequest request, ArchiveSink sink) throws IOException {
        try {
            ExportPlan plan = new ExportPlanner(request, manifests, blobs, tags).plan();
            write(plan, request.referrersTags() ? ReferrersTags.of(plan) : List.of(), sink);
            return new ExportReport(
                    plan.images.size(), plan.manifests.size(), plan.blobs.size(), plan.bytes(), plan.leftOut.size());
        } catch (RegistryException e) {
            throw new ArchiveException("content was deleted during the export: " + e.getMessage());
        }
    }

    private void write(ExportPlan plan, List<ReferrersTags.Tagged> tagged, ArchiveSink sink) throws IOException {
        text(sink, LayoutNames.LAYOUT, JSON.createObjectNode().put("imageLayoutVersion", "1.0.0"));
        text(sink, LayoutNames.INDEX, index(plan, tagged));
        List<ObjectNode> docker =
                plan.images.stream().flatMap(image -> image.docker().stream()).toList();
        if (!docker.isEmpty()) {
            text(sink, LayoutNames.DOCKER, JSON.createArrayNode().addAll(docker));
        }
        for (ExportPlan.Content manifest : plan.manifests.values()) {
            sink.write(LayoutNames.blob(manifest.digest()), manifest.size(), out -> manifest(manifest, out));
        }
        Set<Digest> written = new HashSet<>();
        for (ReferrersTags.Tagged each : tagged) {
            if (written.add(each.descriptor().digest())) { // Two repositories can have the same image and referrers.
                byte[] content = each.content();
                sink.write(LayoutNames.blob(each.descriptor().digest()), content.length, out -> out.write(content));
            }
        }
        for (ExportPlan.Content blob : plan.blobs.values()) {
            sink.write(LayoutNames.blob(blob.digest()), blob.size(), out -> blob(blob, out));
        }
    }

    private static void text(ArchiveSink sink, String name, JsonNode content) throws IOException {
        byte[] bytes = JSON.writeValueAsString(content).getBytes(StandardCharsets.UTF_8);
        sink.write(name, bytes.length, out -> out.write(bytes));
    }

    private static ObjectNode index(ExportPlan plan, List<ReferrersTags.Tagged> tagged) {
        ObjectNode index = JSON.createObjectNode();
        index.put("schemaVersion", 2);
        index.put("mediaType", MediaType.OCI_IMAGE_INDEX.value());
        ArrayNode entries = index.putArray("manifests");
        for (ExportPlan.Image image : plan.images) {
            ObjectNode entry = IndexEntries.add(entries, image.descriptor());
            if (image.tag().isPresent()) {
                entry.putObject("annotations")
                        .put(
                                LayoutNames.IMAGE_NAME,
                                image.repository() + ":" + image.tag().get())
                        .put(
                                LayoutNames.REF_NAME,
                                name(plan, image.repository(), image.tag().get()));
            }
        }
        plan.referrers.values().forEach(referrer -> IndexEntries.add(entries, referrer));
        for (ReferrersTags.Tagged each : tagged) {
            IndexEntries.add(entries, each.descriptor())
                    .putObject("annotations")
                    .put(LayoutNames.REF_NAME, name(plan, each.repository(), each.tag()));
        }
        return index;
    }

    private static String name(ExportPlan plan, RepositoryName repository, Tag tag) {
        return plan.isOfOneRepository() ? tag.value() : repository + ":" + tag;
    }

    private void manifest(ExportPlan.Content manifest, OutputStream out) throws IOException {
        try (ManifestContent content = manifests.get().get(manifest.repository(), manifest.digest())) {
            byte[] bytes = new byte[content.bytes().remaining()];
            content.bytes().get(bytes);
            requireWhole(manifest.digest(), Digest.of(manifest.digest().algorithm(), bytes));
            out.write(bytes);
        }
    }

    private void blob(ExportPlan.Content blob, OutputStream out) throws IOException {
        Hasher hasher = Hasher.of(blob.digest().algorithm());
        byte[] chunk = new byte[CHUNK];
        try (BlobContent content =
                blobs.get().open(blobs.get().stat(blob.repository(), blob.digest()), ByteRange.WHOLE)) {
            int count = content.read(ByteBuffer.wrap(chunk));
            while (count >= 0) {
                hasher.update(ByteBuffer.wrap(chunk, 0, count));
                out.write(chunk, 0, count);
                count = content.read(ByteBuffer.wrap(chunk));
            }
        }
        requireWhole(blob.digest(), hasher.digest());
    }

    private static void requireWhole(Digest digest, Digest actual) throws ArchiveException {
        if (!actual.equals(digest)) {
            throw new ArchiveException(digest + " is damaged: its bytes have the digest " + actual
                    + ". moorage verify says which images need it");
        }
    }
}
