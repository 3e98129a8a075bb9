package dev.moorage.storage.s3;

import dev.moorage.storage.spi.ObjectVersion;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One form for the ETags of all stores and of the proxies before them. */
final class Etags {
    private static final String WEAK = "W/";

    private Etags() {}

    /**
     * An ETag in quotation marks, and strong: a proxy that compresses makes a weak one of it. Empty where the store sends none.
     */
    static String canonical(@Nullable String etag) {
        String bare = etag == null ? "" : unquoted(etag.startsWith(WEAK) ? etag.substring(WEAK.length()) : etag);
        return bare.isEmpty() ? "" : '"' + bare + '"';
    }

    static String unquoted(String etag) {
        return etag.length() > 1 && etag.startsWith("\"") && etag.endsWith("\"")
                ? etag.substring(1, etag.length() - 1)
                : etag;
    }

    /**
     * The version of an object. Where the store sends no ETag, the id of the write that made the object tells versions apart;
     * an object of another program has its time.
     */
    static ObjectVersion version(@Nullable String etag, Map<String, String> metadata, @Nullable Instant modified) {
        String canonical = canonical(etag);
        if (!canonical.isEmpty()) {
            return new ObjectVersion(canonical);
        }
        String write = metadata.get(Metadata.WRITE);
        return write == null ? new ObjectVersion("modified " + modified) : ofWrite(write);
    }

    /** The version that a write without an ETag makes. */
    static ObjectVersion ofWrite(String writeId) {
        return new ObjectVersion("write " + writeId);
    }
}
