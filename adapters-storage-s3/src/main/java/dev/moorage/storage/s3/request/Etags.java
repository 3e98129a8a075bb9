package dev.moorage.storage.s3.request;

import dev.moorage.storage.spi.object.ObjectVersion;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Brings the ETags of all stores, and of the proxies in front of them, into one form. */
public final class Etags {
    private static final String WEAK = "W/";

    private Etags() {}

    /**
     * Returns an ETag in quotation marks and without the mark of a weak one, which a compressing proxy adds. Empty when the
     * store sends none.
     */
    static String canonical(@Nullable String etag) {
        String bare = etag == null ? "" : unquoted(etag.startsWith(WEAK) ? etag.substring(WEAK.length()) : etag);
        return bare.isEmpty() ? "" : '"' + bare + '"';
    }

    public static String unquoted(String etag) {
        return etag.length() > 1 && etag.startsWith("\"") && etag.endsWith("\"")
                ? etag.substring(1, etag.length() - 1)
                : etag;
    }

    /**
     * Returns the version of an object. When the store sends no ETag, the version is the id of the write that made the
     * object. An object of another program has no write id, so its modification time is used.
     */
    public static ObjectVersion version(
            @Nullable String etag, Map<String, String> metadata, @Nullable Instant modified) {
        String canonical = canonical(etag);
        if (!canonical.isEmpty()) {
            return new ObjectVersion(canonical);
        }
        String write = metadata.get(Metadata.WRITE);
        return write == null ? new ObjectVersion("modified " + modified) : ofWrite(write);
    }

    /** Returns the version that a write without an ETag makes. */
    public static ObjectVersion ofWrite(String writeId) {
        return new ObjectVersion("write " + writeId);
    }
}
