package dev.moorage.storage.s3.request;

/** The form in which a store expects an ETag in {@code If-Match}. */
public enum EtagForm {
    /** With quotation marks, as HTTP requires (RFC 9110, section 8.8.3). */
    QUOTED {
        @Override
        public String of(String etag) {
            return etag;
        }
    },
    /** Without quotation marks, as Ceph before version 20 compares it. */
    UNQUOTED {
        @Override
        public String of(String etag) {
            return Etags.unquoted(etag);
        }
    };

    /**
     * Returns the header's value.
     *
     * @param etag in the form of {@link Etags#canonical}
     */
    public abstract String of(String etag);
}
