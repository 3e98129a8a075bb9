package dev.moorage.application.service.archive;

import dev.moorage.application.port.in.manifest.Referrer;
import dev.moorage.domain.blob.Descriptor;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Adds descriptors to the {@code manifests} of an index: OCI Image Specification, "OCI Image Index Specification". */
final class IndexEntries {
    private IndexEntries() {}

    static ObjectNode add(ArrayNode entries, Descriptor descriptor) {
        ObjectNode entry = entries.addObject();
        entry.put("mediaType", descriptor.mediaType().value());
        entry.put("digest", descriptor.digest().toString());
        entry.put("size", descriptor.size());
        return entry;
    }

    /** Adds a referrer without a name, with which clients would list it as an image. */
    static void add(ArrayNode entries, Referrer referrer) {
        ObjectNode entry = add(entries, referrer.descriptor());
        referrer.artifactType().ifPresent(type -> entry.put("artifactType", type));
        Map<String, String> annotations = new TreeMap<>(referrer.annotations());
        annotations.remove(LayoutNames.REF_NAME);
        annotations.remove(LayoutNames.IMAGE_NAME);
        if (!annotations.isEmpty()) {
            annotations.forEach(entry.putObject("annotations")::put);
        }
    }
}
