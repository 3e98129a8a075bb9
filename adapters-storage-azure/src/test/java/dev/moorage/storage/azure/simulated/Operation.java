package dev.moorage.storage.azure.simulated;

import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.HttpRequest;
import java.util.Map;

/** The operations of the Blob service that the driver uses, with the names of its documentation. */
public enum Operation {
    PUT_BLOB,
    PUT_BLOCK,
    PUT_BLOCK_LIST,
    SET_METADATA,
    COPY_BLOB,
    ABORT_COPY,
    DELETE_BLOB,
    GET_PROPERTIES,
    GET_BLOB,
    LIST_BLOBS,
    GET_DELEGATION_KEY;

    static Operation of(HttpRequest request, Map<String, String> query) {
        String comp = query.getOrDefault("comp", "");
        return switch (request.getHttpMethod()) {
            case HEAD -> GET_PROPERTIES;
            case DELETE -> DELETE_BLOB;
            case GET -> comp.equals("list") ? LIST_BLOBS : GET_BLOB;
            case POST -> GET_DELEGATION_KEY;
            case PUT ->
                switch (comp) {
                    case "block" -> PUT_BLOCK;
                    case "blocklist" -> PUT_BLOCK_LIST;
                    case "metadata" -> SET_METADATA;
                    case "copy" -> ABORT_COPY;
                    default -> copies(request) ? COPY_BLOB : PUT_BLOB;
                };
            default -> throw new IllegalArgumentException("no such operation");
        };
    }

    private static boolean copies(HttpRequest request) {
        return request.getHeaders().getValue(HttpHeaderName.fromString("x-ms-copy-source")) != null;
    }
}
