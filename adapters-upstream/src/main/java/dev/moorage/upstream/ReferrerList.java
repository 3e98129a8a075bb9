package dev.moorage.upstream;

import dev.moorage.application.port.out.upstream.UpstreamReferrer;
import dev.moorage.domain.blob.Descriptor;
import dev.moorage.domain.blob.MediaType;
import dev.moorage.domain.digest.Digest;
import java.net.http.HttpHeaders;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A page of referrers, which is an image index: OCI Distribution Specification, section "Listing Referrers".
 *
 * @param bytes the size of the page
 * @param nextQuery the query of the next page, which begins with a question mark. Empty on the last page
 */
record ReferrerList(List<UpstreamReferrer> referrers, int bytes, Optional<String> nextQuery) {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** RFC 3986, section 3.4. */
    private static final Pattern QUERY = Pattern.compile("\\?(?:[A-Za-z0-9._~!$&'()*+,;=:@/?-]|%[0-9A-Fa-f]{2})*");

    ReferrerList {
        referrers = List.copyOf(referrers);
    }

    /** Returns the page, or empty if the body is no index. Entries that are no descriptors are left out. */
    static Optional<ReferrerList> parse(byte[] content, HttpHeaders headers) {
        JsonNode root;
        try {
            root = JSON.readTree(content);
        } catch (JacksonException _) {
            return Optional.empty();
        }
        JsonNode manifests = root.path("manifests");
        if (!manifests.isArray()
                && !(manifests.isNull() && root.path("schemaVersion").asInt(0) == 2)) {
            return Optional.empty();
        }
        List<UpstreamReferrer> found = new ArrayList<>();
        for (JsonNode entry : manifests.values()) {
            referrer(entry).ifPresent(found::add);
        }
        Optional<String> next = NextPage.link(headers)
                .filter(link -> link.indexOf('?') >= 0)
                .map(link -> link.substring(link.indexOf('?')))
                .filter(query -> QUERY.matcher(query).matches());
        return Optional.of(new ReferrerList(found, content.length, next));
    }

    private static Optional<UpstreamReferrer> referrer(JsonNode entry) {
        Optional<MediaType> mediaType = MediaType.of(entry.path("mediaType").asString(""));
        Optional<Digest> digest = Digest.tryParse(entry.path("digest").asString(""));
        long size = entry.path("size").asLong(-1);
        if (mediaType.isEmpty() || digest.isEmpty() || size < 0) {
            return Optional.empty();
        }
        return Optional.of(new UpstreamReferrer(
                new Descriptor(mediaType.get(), digest.get(), size),
                Optional.of(entry.path("artifactType").asString("")).filter(type -> !type.isEmpty()),
                annotations(entry.path("annotations"))));
    }

    private static Map<String, String> annotations(JsonNode node) {
        Map<String, String> annotations = new LinkedHashMap<>();
        node.properties().forEach(member -> {
            if (member.getValue().isString()) {
                annotations.put(member.getKey(), member.getValue().stringValue());
            }
        });
        return annotations;
    }
}
