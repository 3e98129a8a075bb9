package dev.moorage.upstream;

import dev.moorage.application.port.out.upstream.UpstreamTags;
import dev.moorage.domain.name.Tag;
import java.net.http.HttpHeaders;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads a page of tags: OCI Distribution Specification, section "Listing Tags". */
final class TagList {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private TagList() {}

    /** Returns the page, or empty if the body is no list of tags. Texts that are no tags are left out. */
    static Optional<UpstreamTags> parse(byte[] content, HttpHeaders headers) {
        JsonNode root;
        try {
            root = JSON.readTree(content);
        } catch (JacksonException _) {
            return Optional.empty();
        }
        JsonNode tags = root.path("tags");
        if (!tags.isArray() && !tags.isNull()) {
            return Optional.empty();
        }
        List<Tag> found = new ArrayList<>();
        for (JsonNode tag : tags.values()) {
            Tag.tryParse(tag.asString("")).ifPresent(found::add);
        }
        boolean more = NextPage.link(headers).isPresent();
        return Optional.of(new UpstreamTags(found, more));
    }
}
