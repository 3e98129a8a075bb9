package dev.moorage.tracing;

import io.opentelemetry.api.common.AttributeKey;
import java.util.Set;

/**
 * The names of attributes: those of OpenTelemetry's semantic conventions for HTTP, those of Distribution for storage, and the
 * registry's own.
 */
final class SpanAttributes {
    static final AttributeKey<String> METHOD = AttributeKey.stringKey("http.request.method");
    static final AttributeKey<String> METHOD_ORIGINAL = AttributeKey.stringKey("http.request.method_original");
    static final AttributeKey<String> ROUTE = AttributeKey.stringKey("http.route");
    static final AttributeKey<Long> STATUS = AttributeKey.longKey("http.response.status_code");
    static final AttributeKey<Long> RECEIVED = AttributeKey.longKey("http.request.body.size");
    static final AttributeKey<Long> SENT = AttributeKey.longKey("http.response.body.size");
    static final AttributeKey<String> SCHEME = AttributeKey.stringKey("url.scheme");
    static final AttributeKey<String> PATH = AttributeKey.stringKey("url.path");
    static final AttributeKey<String> PROTOCOL_VERSION = AttributeKey.stringKey("network.protocol.version");
    static final AttributeKey<String> CLIENT = AttributeKey.stringKey("client.address");
    static final AttributeKey<String> SERVER = AttributeKey.stringKey("server.address");
    static final AttributeKey<Long> SERVER_PORT = AttributeKey.longKey("server.port");
    static final AttributeKey<String> USER_AGENT = AttributeKey.stringKey("user_agent.original");
    static final AttributeKey<String> ERROR = AttributeKey.stringKey("error.type");

    static final AttributeKey<String> DRIVER = AttributeKey.stringKey("io.cncf.distribution.storage.driver.name");
    static final AttributeKey<String> KEY = AttributeKey.stringKey("io.cncf.distribution.storage.path");

    static final AttributeKey<String> REPOSITORY = AttributeKey.stringKey("moorage.repository");
    static final AttributeKey<String> UPLOAD = AttributeKey.stringKey("moorage.upload.id");
    static final AttributeKey<Long> OFFSET = AttributeKey.longKey("moorage.upload.offset");
    static final AttributeKey<Long> REHASHED = AttributeKey.longKey("moorage.upload.rehashed_bytes");
    static final AttributeKey<String> PLACE = AttributeKey.stringKey("moorage.upload.place");

    private static final Set<String> METHODS =
            Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "CONNECT", "TRACE");

    private SpanAttributes() {}

    static boolean isKnown(String method) {
        return METHODS.contains(method);
    }

    /** Returns the method for a name that has few values. The conventions fold what a client has invented. */
    static String method(String method) {
        return isKnown(method) ? method : "_OTHER";
    }
}
