package dev.moorage.application.service.archive;

import dev.moorage.application.port.in.manifest.Referrer;
import dev.moorage.domain.blob.Descriptor;
import dev.moorage.domain.blob.MediaType;
import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.digest.DigestAlgorithm;
import dev.moorage.domain.name.RepositoryName;
import dev.moorage.domain.name.Tag;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The indexes of referrers that clients look for under a tag which is named after the subject's digest: OCI Distribution Specification,
 * section "Referrers Tag Schema". regctl reads the referrers of a layout there.
 */
final class ReferrersTags {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private ReferrersTags() {}

    /** An index, and the tag under which it is found. */
    record Tagged(RepositoryName repository, Tag tag, Descriptor descriptor, byte[] content) {}

    /** Returns the indexes of a plan, sorted. A tag that the repository has is exported as an image, and is left out here. */
    static List<Tagged> of(ExportPlan plan) {
        List<Tagged> all = new ArrayList<>();
        for (ExportPlan.Subject subject : plan.subjects.values()) {
            Tag tag = new Tag(subject.digest().algorithm().identifier() + "-"
                    + subject.digest().hex());
            if (!plan.hasImage(subject.repository(), tag)) {
                byte[] content = index(subject.referrers().values());
                Digest digest = Digest.of(DigestAlgorithm.CANONICAL, content);
                all.add(new Tagged(
                        subject.repository(),
                        tag,
                        new Descriptor(MediaType.OCI_IMAGE_INDEX, digest, content.length),
                        content));
            }
        }
        return all;
    }

    private static byte[] index(Collection<Referrer> referrers) {
        ObjectNode index = JSON.createObjectNode();
        index.put("schemaVersion", 2);
        index.put("mediaType", MediaType.OCI_IMAGE_INDEX.value());
        ArrayNode entries = index.putArray("manifests");
        referrers.forEach(referrer -> IndexEntries.add(entries, referrer));
        return JSON.writeValueAsString(index).getBytes(StandardCharsets.UTF_8);
    }
}
