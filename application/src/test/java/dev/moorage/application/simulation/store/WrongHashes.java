package dev.moorage.application.simulation.store;

import java.util.Base64;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Replaces the hashes in a session record by those of other bytes. */
final class WrongHashes {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int CHAINING_VALUE = 4;

    private WrongHashes() {}

    static byte[] in(byte[] record) {
        JsonNode node = JSON.readTree(record);
        for (JsonNode hash : node.required("hashes")) {
            byte[] state = Base64.getDecoder().decode(hash.required("state").stringValue());
            state[CHAINING_VALUE] ^= 1;
            ((ObjectNode) hash).put("state", Base64.getEncoder().encodeToString(state));
        }
        return JSON.writeValueAsBytes(node);
    }
}
