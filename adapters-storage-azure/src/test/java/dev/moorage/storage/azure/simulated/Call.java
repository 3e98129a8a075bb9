package dev.moorage.storage.azure.simulated;

import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.HttpRequest;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A request as the service parses it. */
record Call(Operation operation, String blob, Map<String, String> query, HttpRequest request, byte[] body) {
    static Call of(HttpRequest request) {
        Map<String, String> query = new TreeMap<>();
        String raw = request.getUrl().getQuery();
        for (String pair : raw == null ? new String[0] : raw.split("&", -1)) {
            int equals = pair.indexOf('=');
            query.put(decode(pair.substring(0, equals)), decode(pair.substring(equals + 1)));
        }
        byte[] body = request.getBodyAsBinaryData() == null
                ? new byte[0]
                : request.getBodyAsBinaryData().toBytes();
        String[] path = request.getUrl().getPath().split("/", 3);
        String blob = path.length < 3 ? "" : decode(path[2].replace("+", "%2B"));
        return new Call(Operation.of(request, query), blob, query, request, body);
    }

    private static String decode(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    Optional<String> header(String name) {
        return Optional.ofNullable(request.getHeaders().getValue(HttpHeaderName.fromString(name)));
    }

    Map<String, String> metadata() {
        Map<String, String> metadata = new TreeMap<>();
        request.getHeaders().forEach(header -> {
            if (header.getName().startsWith("x-ms-meta-")) {
                metadata.put(header.getName().substring("x-ms-meta-".length()), header.getValue());
            }
        });
        return metadata;
    }
}
