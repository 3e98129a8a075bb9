package dev.moorage.http.jetty.limit;

import dev.moorage.domain.error.ErrorCode;
import dev.moorage.domain.error.RegistryError;
import dev.moorage.http.endpoint.ContentSafety;
import dev.moorage.http.exchange.ErrorBody;
import java.nio.ByteBuffer;
import java.util.List;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/**
 * Responds to requests that are rejected before they reach the servlet, in the specification's error format. These are
 * requests with invalid framing, with a head that is too large, or above the limit of requests.
 */
public final class JsonErrorHandler extends ErrorHandler {
    private static final HttpField API_VERSION = new HttpField("Docker-Distribution-API-Version", "registry/2.0");

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        write(request, response, callback);
        return true;
    }

    /** Responds with the status that is already set, and the error that belongs to it. */
    static void write(Request request, Response response, Callback callback) {
        byte[] body = ErrorBody.of(List.of(error(response.getStatus())));
        response.getHeaders().put(API_VERSION);
        ContentSafety.HEADERS.forEach(response.getHeaders()::put);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json");
        response.getHeaders().put(HttpHeader.CONTENT_LENGTH, body.length);
        if (request.getMethod().equals("HEAD")) {
            callback.succeeded();
        } else {
            response.write(true, ByteBuffer.wrap(body), callback);
        }
    }

    private static RegistryError error(int status) {
        return switch (status) {
            case 413 -> RegistryError.of(ErrorCode.SIZE_INVALID, "the request is too large");
            case 414, 431 -> RegistryError.of(ErrorCode.SIZE_INVALID, "the request's head is too large");
            case 404 -> RegistryError.of(ErrorCode.UNSUPPORTED, "there is no such endpoint");
            case 429 -> RegistryError.of(ErrorCode.TOOMANYREQUESTS, "this address has too many requests in flight");
            case 503 -> RegistryError.of(ErrorCode.UNAVAILABLE);
            default ->
                status >= 500
                        ? RegistryError.of(ErrorCode.UNKNOWN)
                        : RegistryError.of(ErrorCode.UNSUPPORTED, "the request cannot be read");
        };
    }
}
