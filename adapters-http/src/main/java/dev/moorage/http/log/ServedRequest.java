package dev.moorage.http.log;

import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.name.Reference;
import dev.moorage.domain.name.RepositoryName;
import java.util.Objects;
import java.util.Optional;

/**
 * What may be logged of a request. It has no query, no credentials, no cookies and no location, since each of them may be a
 * secret. Texts are as the client sent them, of any length and content: what writes them into a line escapes and cuts them.
 */
public interface ServedRequest {
    /** The identifiers of the request. */
    RequestContext context();

    /** What became of the request. */
    Result result();

    /** The method (RFC 9110, section 9). */
    String method();

    /** The path of the request, without the query. */
    String path();

    /** The protocol, such as {@code HTTP/1.1}. */
    String protocol();

    /** The address of the client. */
    String remote();

    /** The host that the client used, with the port where it named one. */
    Optional<String> host();

    /** {@code User-Agent}. */
    Optional<String> userAgent();

    /** The page that the client came from, without its query and without a user. */
    Optional<String> referrer();

    /** The type of the request's body. */
    Optional<String> contentType();

    /** The repository that the path names. */
    Optional<RepositoryName> repository();

    /** The tag or the digest of a manifest that the path names. */
    Optional<Reference> reference();

    /** The digest of a blob, or of a subject, that the path names. */
    Optional<Digest> digest();

    /** The upload that the path names. */
    Optional<String> upload();

    /**
     * The result of a request.
     *
     * @param user the name of the caller, or empty without one
     * @param status the status of the response. It is 499 where the client was gone before
     * @param contentType the type of the response, or empty
     * @param received bytes of the request's body that were received
     * @param sent bytes of the response's body that were sent
     * @param nanos the time from the head of the request to the end of the response, in nanoseconds
     */
    record Result(
            Optional<String> user, int status, Optional<String> contentType, long received, long sent, long nanos) {
        public Result {
            Objects.requireNonNull(user);
            Objects.requireNonNull(contentType);
        }
    }
}
