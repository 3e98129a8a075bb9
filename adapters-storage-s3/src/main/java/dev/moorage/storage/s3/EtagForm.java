package dev.moorage.storage.s3;

/** How a store wants an ETag in {@code If-Match}. */
enum EtagForm {
    /** As HTTP has it (RFC 9110, section 8.8.3). */
    QUOTED {
        @Override
        String of(String etag) {
            return etag;
        }
    },
    /** Without the quotation marks, as Ceph before version 20 compares it. */
    UNQUOTED {
        @Override
        String of(String etag) {
            return Etags.unquoted(etag);
        }
    };

    /**
     * The value of the header.
     *
     * @param etag in the form of {@link Etags#canonical}
     */
    abstract String of(String etag);
}
