package dev.moorage.domain.blob;

import java.util.Optional;

/**
 * A media type, such as {@code application/vnd.oci.image.manifest.v1+json}: RFC 6838, section 4.2. It has parameters only where
 * {@link #tryParseWithParameters} has kept them, and is printable ASCII in any case.
 */
public record MediaType(String value) {
    private static final int MAX_LENGTH = 255;

    public static final MediaType OCI_IMAGE_MANIFEST = new MediaType("application/vnd.oci.image.manifest.v1+json");
    public static final MediaType OCI_IMAGE_INDEX = new MediaType("application/vnd.oci.image.index.v1+json");
    public static final MediaType DOCKER_MANIFEST =
            new MediaType("application/vnd.docker.distribution.manifest.v2+json");
    public static final MediaType DOCKER_MANIFEST_LIST =
            new MediaType("application/vnd.docker.distribution.manifest.list.v2+json");
    public static final MediaType OCTET_STREAM = new MediaType("application/octet-stream");

    public MediaType {
        if (!isMediaTypeWithParameters(value)) {
            throw new IllegalArgumentException("not a media type");
        }
    }

    /** The media type that the text says, its parameters left out, or nothing when it does not parse. */
    public static Optional<MediaType> tryParse(String text) {
        int semicolon = text.indexOf(';');
        String bare = (semicolon < 0 ? text : text.substring(0, semicolon)).strip();
        return isMediaType(bare) ? Optional.of(new MediaType(bare)) : Optional.empty();
    }

    /**
     * The media type that the text says, all of it, or nothing when it does not parse. For descriptors: the image
     * specification knows no parameters in them, but clients pass on what they are given, and what refers to a media type
     * must find it as it stands.
     */
    public static Optional<MediaType> tryParseWithParameters(String text) {
        return isMediaTypeWithParameters(text) ? Optional.of(new MediaType(text)) : Optional.empty();
    }

    private static boolean isMediaTypeWithParameters(String text) {
        int semicolon = text.indexOf(';');
        return isMediaType(semicolon < 0 ? text : text.substring(0, semicolon).stripTrailing())
                && text.length() <= MAX_LENGTH
                && text.chars().allMatch(c -> c >= ' ' && c <= '~');
    }

    private static boolean isMediaType(String text) {
        int slash = text.indexOf('/');
        if (text.length() > MAX_LENGTH || slash <= 0 || slash == text.length() - 1) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            if (i != slash && !isRestrictedNameChar(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isRestrictedNameChar(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || "!#$&-^_.+".indexOf(c) >= 0;
    }

    @Override
    public String toString() {
        return value;
    }
}
