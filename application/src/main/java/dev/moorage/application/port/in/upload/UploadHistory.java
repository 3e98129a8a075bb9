package dev.moorage.application.port.in.upload;

import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What the requests of an upload were, as far as its record has it.
 *
 * @param user the user of the last request with a body, or empty for an anonymous caller
 * @param address the IP address of its client as text, or empty
 * @param product the first product of its {@code User-Agent} (RFC 9110, section 10.1.5), or empty
 * @param requests the number of requests with a body
 * @param resumed how often the upload went on from bytes of a request that broke off
 * @param expected the size of the upload in bytes at the end of the last request, where the request announced it
 */
public record UploadHistory(
        Optional<String> user, String address, String product, int requests, int resumed, OptionalLong expected) {
    /** Nothing is known, for example because the upload was begun by CNCF Distribution, or has ended. */
    public static final UploadHistory NONE = new UploadHistory(Optional.empty(), "", "", 0, 0, OptionalLong.empty());

    public UploadHistory {
        Objects.requireNonNull(user);
        Objects.requireNonNull(address);
        Objects.requireNonNull(product);
        Objects.requireNonNull(expected);
    }
}
