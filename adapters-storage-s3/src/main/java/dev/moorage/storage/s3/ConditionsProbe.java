package dev.moorage.storage.s3;

import dev.moorage.domain.blob.ByteRange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds out which conditional requests a store decides, by requests whose condition cannot hold: a store that does not know
 * the condition grants or refuses them for another reason.
 */
final class ConditionsProbe {
    private static final Logger LOG = LoggerFactory.getLogger(ConditionsProbe.class);
    private static final byte[] CONTENT = "probe".getBytes(StandardCharsets.US_ASCII);

    /** An ETag that no object has. */
    private static final String OTHER = "\"00000000000000000000000000000000\"";

    private final Bucket bucket;
    private final MultipartRequests multipart;
    private final Keys keys;

    ConditionsProbe(Bucket bucket, Keys keys) {
        this.bucket = bucket;
        this.multipart = bucket.multipart();
        this.keys = keys;
    }

    private interface Request {
        void send() throws IOException;
    }

    Conditions probe() throws IOException {
        String key = keys.probe(Metadata.newWriteId());
        String copied = keys.probe(Metadata.newWriteId());
        try {
            String etag = bucket.put(key, CONTENT, Map.of(), request -> {});
            bucket.put(copied, CONTENT, Map.of(), request -> {});
            boolean put = refuses(() -> bucket.put(key, CONTENT, Map.of(), request -> request.ifNoneMatch("*")))
                    && refuses(() -> bucket.put(key, CONTENT, Map.of(), request -> request.ifMatch(OTHER)))
                    && grants(() -> bucket.put(key, CONTENT, Map.of(), request -> request.ifMatch(etag)));
            boolean copy = put && refuses(() -> bucket.copy(key, copied, request -> request.ifNoneMatch("*")));
            boolean complete = put && completes(key);
            boolean delete = put && refuses(() -> bucket.delete(key, request -> request.ifMatch(OTHER)));
            return told(new Conditions(put, delete, copy, complete));
        } finally {
            bucket.deleteAll(List.of(key, copied));
        }
    }

    private static Conditions told(Conditions conditions) {
        if (!conditions.put()) {
            LOG.warn("The store decides no conditional writes: this server does, for itself alone."
                    + " Run one server only on this bucket; uploads cannot go on with another one");
        } else if (!conditions.delete()) {
            LOG.info("The store decides no conditional deletes: they are decided by a read before them");
        }
        return conditions;
    }

    private static boolean refuses(Request request) throws IOException {
        try {
            request.send();
            return false;
        } catch (RequestFailedException e) {
            return e.isPreconditionFailed();
        }
    }

    private static boolean grants(Request request) throws IOException {
        try {
            request.send();
            return true;
        } catch (RequestFailedException _) {
            return false;
        }
    }

    private boolean completes(String key) throws IOException {
        UploadRef upload = multipart.create(key, Map.of(), false);
        try {
            SentPart part = multipart.copy(upload, 1, key, new ByteRange(0, CONTENT.length));
            return refuses(() -> multipart.complete(upload, List.of(part), request -> request.ifNoneMatch("*")));
        } finally {
            multipart.abort(upload);
        }
    }
}
