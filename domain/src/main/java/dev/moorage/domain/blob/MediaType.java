package dev.moorage.domain.blob;

import java.util.Optional;

/**
 * A media type, for example {@code application/vnd.oci.image.manifest.v1+json}. Any value is accepted that can stand in
 * {@code Content-Type}: printable ASCII from the first character to the last. Clients send and store types that RFC
 * 6838 does not allow, without a slash or with several. CNCF Distribution accepts them, and so does Moorage.
 */
public record MediaType(String value) {
    private static final int MAX_LENGTH = 255;

    public static final MediaType OCI_IMAGE_MANIFEST = new MediaType("application/vnd.oci.image.manifest.v1+json");
    public static final MediaType OCI_IMAGE_INDEX = new MediaType("application/vnd.oci.image.index.v1+json");
    public static final MediaType DOCKER_MANIFEST =
            new MediaType("application/vnd.docker.distribution.manifest.v2+json");
    public static final MediaType DOCKER_MANIFEST_LIST =
            new MediaType("application/vnd.docker.distribution.manifest.list.v2+json");
    /** Docker's manifest of schema 1, signed. */
    public static final MediaType DOCKER_SIGNED_SCHEMA1 =
            new MediaType("application/vnd.docker.distribution.manifest.v1+prettyjws");
    /** Docker's manifest of schema 1, unsigned. */
    public static final MediaType DOCKER_SCHEMA1 =
            new MediaType("application/vnd.docker.distribution.manifest.v1+json");

    public static final MediaType OCTET_STREAM = new MediaType("application/octet-stream");

    public MediaType {
        if (!isPrintable(value)) {
            throw new IllegalArgumentException("not a media type");
        }
    }

    /** Returns the whole text as a media type. The result is empty if the text cannot stand in a header. */
    public static Optional<MediaType> of(String text) {
        return isPrintable(text) ? Optional.of(new MediaType(text)) : Optional.empty();
    }

    /**
     * Returns the media type of a {@code Content-Type} value without its parameters. The result is empty if there is
     * none.
     */
    public static Optional<MediaType> tryParse(String text) {
        int semicolon = text.indexOf(';');
        return of((semicolon < 0 ? text : text.substring(0, semicolon)).strip());
    }

    /** Returns whether both are the same type. Letter case is ignored (RFC 6838, section 4.2). */
    public boolean is(MediaType other) {
        return value.equalsIgnoreCase(other.value);
    }

    private static boolean isPrintable(String text) {
        return !text.isEmpty()
                && text.length() <= MAX_LENGTH
                && text.chars().allMatch(c -> c >= ' ' && c <= '~')
                && text.charAt(0) != ' '
                && text.charAt(text.length() - 1) != ' ';
    }

    @Override
    public String toString() {
        return value;
    }
}
