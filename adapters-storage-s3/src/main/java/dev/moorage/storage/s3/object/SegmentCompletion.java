package dev.moorage.storage.s3.object;

import dev.moorage.storage.s3.request.MultipartRequests;
import dev.moorage.storage.s3.request.PartRules;
import dev.moorage.storage.s3.request.RequestFailedException;
import dev.moorage.storage.s3.request.SentPart;
import dev.moorage.storage.s3.request.UploadRef;
import java.io.IOException;
import java.util.List;

/**
 * Completes a segment's multipart upload with its first parts. A store may refuse that when an ended or fenced writer has
 * sent more parts. Then all stored parts are listed. The object is longer, and only the bytes of the first parts are valid.
 */
public final class SegmentCompletion {
    /** The number of attempts. Each time, a fenced writer may have sent another part in between. */
    private static final int MAX_ATTEMPTS = 5;

    private final MultipartRequests multipart;
    private final PartRules rules;

    public SegmentCompletion(MultipartRequests multipart, PartRules rules) {
        this.multipart = multipart;
        this.rules = rules;
    }

    /**
     * Completes the upload.
     *
     * @param parts the parts whose bytes are valid, without a gap
     * @return the size of the object in bytes
     */
    public long complete(UploadRef upload, List<SentPart> parts) throws IOException {
        List<SentPart> listed = parts;
        for (int attempt = 1; ; attempt++) {
            try {
                multipart.complete(upload, listed, request -> {});
                return SentPart.total(listed);
            } catch (RequestFailedException e) {
                if (!e.isInvalidPart() || attempt == MAX_ATTEMPTS) {
                    throw e;
                }
                List<SentPart> all = multipart.parts(upload);
                if (etags(all).equals(etags(listed)) || !beginsWith(all, parts)) {
                    throw e;
                }
                listed = all;
            }
        }
    }

    private static List<String> etags(List<SentPart> parts) {
        return parts.stream().map(SentPart::etag).toList();
    }

    private boolean beginsWith(List<SentPart> all, List<SentPart> parts) {
        if (all.size() < parts.size()) {
            return false;
        }
        for (int i = 0; i < parts.size(); i++) {
            SentPart there = all.get(i);
            SentPart known = parts.get(i);
            boolean same = there.etag().equals(known.etag()) && there.size() == known.size();
            boolean grown = i == parts.size() - 1 && isGrown(there, known);
            if (there.number() != known.number() || !same && !grown) {
                return false;
            }
        }
        return true;
    }

    /**
     * Whether the writer of the last part has replaced it by a longer one. The part was too small to be followed by another,
     * so its writer sent the same bytes and more under its number.
     */
    private boolean isGrown(SentPart there, SentPart known) {
        return rules.allListed() && there.size() > known.size();
    }
}
