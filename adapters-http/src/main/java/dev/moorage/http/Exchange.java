package dev.moorage.http;

import dev.moorage.application.memory.MemoryBudget;
import dev.moorage.application.port.in.blob.BlobContent;
import dev.moorage.domain.error.ErrorCode;
import dev.moorage.domain.error.RegistryError;
import dev.moorage.http.access.Grant;
import dev.moorage.http.route.QueryParameters;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** One request and its answer, as the endpoints see it. */
final class Exchange {
    private static final int WRITTEN_AT_ONCE = 64 * 1024;

    private final HttpServletRequest request;
    private final HttpServletResponse response;
    private final Grant grant;
    private final QueryParameters query;
    private final RequestBody body;
    private final ClientConnection connection;

    Exchange(
            HttpServletRequest request,
            HttpServletResponse response,
            Grant grant,
            RequestBody body,
            ClientConnection connection) {
        this.request = request;
        this.response = response;
        this.grant = grant;
        this.query = QueryParameters.parse(Optional.ofNullable(request.getQueryString()));
        this.body = body;
        this.connection = connection;
    }

    String method() {
        return request.getMethod();
    }

    boolean isHead() {
        return request.getMethod().equals("HEAD");
    }

    /** As the connection says it. */
    String remoteAddress() {
        return String.valueOf(request.getRemoteAddr());
    }

    Grant grant() {
        return grant;
    }

    QueryParameters query() {
        return query;
    }

    RequestBody body() {
        return body;
    }

    /** A header of the request; empty when it is absent, or there and blank. */
    Optional<String> requestHeader(String name) {
        return Optional.ofNullable(request.getHeader(name)).map(String::strip).filter(value -> !value.isEmpty());
    }

    /** A header whose value is a list, which may stand in several lines: RFC 9110, section 5.3. */
    Optional<String> requestList(String name) {
        return Optional.of(String.join(",", Collections.list(request.getHeaders(name))))
                .filter(list -> !list.isBlank());
    }

    OptionalLong contentLength() {
        long length = request.getContentLengthLong();
        return length < 0 ? OptionalLong.empty() : OptionalLong.of(length);
    }

    HttpServletResponse response() {
        return response;
    }

    /** Whether {@link #transfer} can send this content to this client. */
    boolean isTransferable(BlobContent content) {
        return content.isTransferable() && connection.isTransferable(request);
    }

    /** See {@link ClientConnection#transfer}. */
    long transfer(BlobContent content, long most) throws IOException {
        return connection.transfer(request, response.getOutputStream(), content, most);
    }

    Exchange header(String name, String value) {
        response.setHeader(name, value);
        return this;
    }

    /** Answers with no body. */
    void empty(int status) {
        response.setStatus(status);
        response.setContentLengthLong(0);
    }

    /**
     * Answers that the client has the content already. The head goes out at once: at the end the server would add a
     * Content-Length of 0, which is not the content's (RFC 9110, section 8.6).
     */
    void notModified() throws IOException {
        response.setStatus(304);
        response.flushBuffer();
    }

    /** Answers with a body of that type; only its head to HEAD. */
    void content(int status, String contentType, byte[] content) throws IOException {
        head(status, contentType, content.length);
        if (!isHead()) {
            response.getOutputStream().write(content);
        }
    }

    /**
     * Answers with a body of that type, which is written as it lies in memory.
     *
     * @param lease the memory; a client that takes nothing while others wait for memory loses its connection
     */
    void content(int status, String contentType, ByteBuffer content, MemoryBudget.Lease lease) throws IOException {
        head(status, contentType, content.remaining());
        lease.isWithClient(this::end);
        while (content.hasRemaining()) {
            int count = Math.min(content.remaining(), WRITTEN_AT_ONCE);
            response.getOutputStream().write(content.slice(content.position(), count));
            content.position(content.position() + count);
            lease.touch();
        }
    }

    /** Ends the request's connection, from any thread. */
    void end() {
        connection.close(request);
    }

    /** Answers with the head of a body of that type and length. */
    void head(int status, String contentType, long length) {
        response.setStatus(status);
        response.setContentType(contentType);
        response.setContentLengthLong(length);
    }

    void json(int status, byte[] content) throws IOException {
        content(status, "application/json", content);
    }

    /**
     * Answers with errors. What the client is still sending is taken in before: one that is cut off while it sends sees no
     * answer. Where too much of it is left, the connection ends with the answer.
     */
    void error(int status, List<RegistryError> errors) throws IOException {
        if (request.getProtocol().startsWith("HTTP/1")) {
            BodyDrain.drain(body);
            if (!body.hasEnded()) {
                response.setHeader("Connection", "close");
            }
        }
        json(status, ErrorBody.of(errors));
    }

    /** Answers a request that was ended while its body was waited for. */
    void ended(RequestEndedException.Reason reason) throws IOException {
        if (reason == RequestEndedException.Reason.STALLED) {
            error(reason.status(), ErrorCode.SIZE_INVALID, reason.message());
        } else {
            header("Retry-After", "5").error(reason.status(), ErrorCode.UNAVAILABLE, reason.message());
        }
    }

    void error(int status, ErrorCode code) throws IOException {
        error(status, List.of(RegistryError.of(code)));
    }

    void error(int status, ErrorCode code, String message) throws IOException {
        error(status, List.of(RegistryError.of(code, message)));
    }
}
