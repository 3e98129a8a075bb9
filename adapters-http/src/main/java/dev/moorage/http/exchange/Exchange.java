package dev.moorage.http.exchange;

import dev.moorage.application.memory.MemoryBudget;
import dev.moorage.application.port.in.access.Caller;
import dev.moorage.application.port.in.blob.BlobContent;
import dev.moorage.domain.access.RequiredScopes;
import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.error.ErrorCode;
import dev.moorage.domain.error.RegistryError;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** One request and its response, as the endpoints use them. */
public final class Exchange {
    private static final int WRITTEN_AT_ONCE = 64 * 1024;

    private final HttpServletRequest request;
    private final HttpServletResponse response;
    private final Caller caller;
    private final QueryParameters query;
    private final RequestBody body;
    private final ClientConnection connection;
    private final ServedContent served;

    public Exchange(
            HttpServletRequest request,
            HttpServletResponse response,
            Caller caller,
            RequestBody body,
            ClientConnection connection) {
        this(
                request,
                response,
                caller,
                QueryParameters.parse(Optional.ofNullable(request.getQueryString())),
                body,
                connection,
                new ServedContent());
    }

    private Exchange(
            HttpServletRequest request,
            HttpServletResponse response,
            Caller caller,
            QueryParameters query,
            RequestBody body,
            ClientConnection connection,
            ServedContent served) {
        this.request = request;
        this.response = response;
        this.caller = caller;
        this.query = query;
        this.body = body;
        this.connection = connection;
        this.served = served;
    }

    /** Returns the same exchange for a caller that has been authenticated. */
    public Exchange withCaller(Caller authenticated) {
        return new Exchange(request, response, authenticated, query, body, connection, served);
    }

    /** Returns the content that the response is about. */
    public ServedContent served() {
        return served;
    }

    /** Notes the manifest that the response is about, with its size in bytes. */
    public void serves(Digest digest, String mediaType, long size) {
        served.describe(digest, mediaType, size);
    }

    /** Notes the blob that the response is about, with its size in bytes. */
    public void serves(Digest digest, long size) {
        served.describe(digest, null, size);
    }

    public String method() {
        return request.getMethod();
    }

    public boolean isHead() {
        return request.getMethod().equals("HEAD");
    }

    /** The address of the client, as the connection reports it. */
    public String remoteAddress() {
        return String.valueOf(request.getRemoteAddr());
    }

    public Caller caller() {
        return caller;
    }

    public QueryParameters query() {
        return query;
    }

    public RequestBody body() {
        return body;
    }

    /** A header of the request, or empty when it is absent or blank. */
    public Optional<String> requestHeader(String name) {
        return Optional.ofNullable(request.getHeader(name)).map(String::strip).filter(value -> !value.isEmpty());
    }

    /** A header whose value is a list, which may be split over several header lines (RFC 9110, section 5.3). */
    public Optional<String> requestList(String name) {
        return Optional.of(String.join(",", Collections.list(request.getHeaders(name))))
                .filter(list -> !list.isBlank());
    }

    public OptionalLong contentLength() {
        long length = request.getContentLengthLong();
        return length < 0 ? OptionalLong.empty() : OptionalLong.of(length);
    }

    public HttpServletResponse response() {
        return response;
    }

    /** See {@link ClientConnection#direct}. Empty also where storage gives the content only through memory. */
    public Optional<ClientConnection.DirectBody> direct(BlobContent content) throws IOException {
        Optional<BlobContent.Transfer> transfer = content.transfer();
        return transfer.isEmpty()
                ? Optional.empty()
                : connection.direct(request, response.getOutputStream(), transfer.get());
    }

    public Exchange header(String name, String value) {
        response.setHeader(name, value);
        return this;
    }

    /** Responds without a body. */
    public void empty(int status) {
        response.setStatus(status);
        response.setContentLengthLong(0);
    }

    /**
     * Responds with 304: the client has this content already. The head is flushed at once. Otherwise the server would add a
     * Content-Length of 0, which is not the length of the content (RFC 9110, section 8.6).
     */
    public void notModified() throws IOException {
        response.setStatus(304);
        response.flushBuffer();
    }

    /** Responds with a body of the given type. For a HEAD request only the head is sent. */
    public void content(int status, String contentType, byte[] content) throws IOException {
        head(status, contentType, content.length);
        if (!isHead()) {
            response.getOutputStream().write(content);
        }
    }

    /**
     * Responds with a body of the given type, which is written from the buffer without a copy.
     *
     * @param lease the memory of the body. If other requests wait for memory and the client reads nothing, its connection is
     *     closed.
     */
    public void content(int status, String contentType, ByteBuffer content, MemoryBudget.Lease lease)
            throws IOException {
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
    public void end() {
        connection.close(request);
    }

    /** Sets the status, the content type and the length of the response. */
    public void head(int status, String contentType, long length) {
        response.setStatus(status);
        response.setContentType(contentType);
        response.setContentLengthLong(length);
    }

    public void json(int status, byte[] content) throws IOException {
        content(status, "application/json", content);
    }

    /**
     * Responds with errors. Over HTTP/1 the rest of the request body is read first, within bounds, because a client whose
     * connection is cut while it sends does not see the response. If too much of the body is left, the response closes the
     * connection.
     */
    public void error(int status, List<RegistryError> errors) throws IOException {
        refuse(status, ErrorBody.of(errors));
    }

    /** Responds with 401, as {@link #error} does. The detail lists what the scopes ask for, as in Distribution. */
    public void unauthorized(RequiredScopes scopes) throws IOException {
        refuse(401, ErrorBody.unauthorized(scopes));
    }

    private void refuse(int status, byte[] errors) throws IOException {
        if (request.getProtocol().startsWith("HTTP/1")) {
            BodyDrain.drain(body);
            if (!body.hasEnded()) {
                response.setHeader("Connection", "close");
            }
        }
        json(status, errors);
    }

    /** Responds to a request that the server ended while it waited for the body. */
    public void ended(RequestEndedException.Reason reason) throws IOException {
        if (reason == RequestEndedException.Reason.STALLED) {
            error(reason.status(), ErrorCode.SIZE_INVALID, reason.message());
        } else {
            header("Retry-After", "5").error(reason.status(), ErrorCode.UNAVAILABLE, reason.message());
        }
    }

    public void error(int status, ErrorCode code) throws IOException {
        error(status, List.of(RegistryError.of(code)));
    }

    public void error(int status, ErrorCode code, String message) throws IOException {
        error(status, List.of(RegistryError.of(code, message)));
    }
}
