package dev.moorage.application.service.manifest.parse;

import java.nio.charset.CodingErrorAction;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;

/**
 * Opens the JSON of manifests as a stream of tokens. The length of a manifest is checked before, and limits all
 * strings.
 */
final class ManifestJson {
    /** The nesting depth that Go's {@code encoding/json} accepts. CNCF Distribution reads manifests with it. */
    private static final int MAX_DEPTH = 10_000;

    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH)
                    .maxStringLength(Integer.MAX_VALUE)
                    .maxNameLength(Integer.MAX_VALUE)
                    .maxNumberLength(Integer.MAX_VALUE)
                    .build())
            .build();

    private ManifestJson() {}

    static JsonParser open(byte[] content, CodingErrorAction malformed) {
        return JSON.createParser(ObjectReadContext.empty(), new Utf8Reader(content, malformed));
    }
}
