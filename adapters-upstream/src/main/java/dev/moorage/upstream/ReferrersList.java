package dev.moorage.upstream;

import dev.moorage.domain.digest.Digest;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A page of referrers: OCI Distribution Specification, section "Listing Referrers".
 *
 * @param next the query of the next page. Empty at the last one
 */
record ReferrersList(List<Digest> referrers, Optional<String> next) {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Pattern NEXT = Pattern.compile("<([^>]*)>[^,]*;\\s*rel=\"?next\"?", Pattern.CASE_INSENSITIVE);

    ReferrersList {
        referrers = List.copyOf(referrers);
    }

    /** Returns the page, or empty if the body is no list of manifests. */
    static Optional<ReferrersList> parse(byte[] content, HttpHeaders headers) {
        JsonNode manifests;
        try {
            manifests = JSON.readTree(content).path("manifests");
        } catch (JacksonException _) {
            return Optional.empty();
        }
        if (!manifests.isArray()) {
            return Optional.empty();
        }
        List<Digest> found = new ArrayList<>();
        for (JsonNode manifest : manifests.values()) {
            Digest.tryParse(manifest.path("digest").asString("")).ifPresent(found::add);
        }
        return Optional.of(new ReferrersList(found, next(headers)));
    }

    /** Returns the query alone: the rest of the address of a page is known, and the upstream does not choose it. */
    private static Optional<String> next(HttpHeaders headers) {
        for (String link : headers.allValues("Link")) {
            Matcher matcher = NEXT.matcher(link);
            if (matcher.find()) {
                try {
                    return Optional.ofNullable(URI.create(matcher.group(1)).getRawQuery());
                } catch (IllegalArgumentException _) {
                    return Optional.empty();
                }
            }
        }
        return Optional.empty();
    }
}
