package dev.moorage.storage.s3.probe;

import dev.moorage.storage.s3.request.Bucket;
import dev.moorage.storage.s3.request.ListingForm;
import dev.moorage.storage.s3.request.ListingRequest;
import dev.moorage.storage.s3.request.RequestFailedException;
import dev.moorage.storage.s3.request.Retries;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.s3.model.S3Object;

/** Finds the listing request for which a store returns keys unchanged and begins after the requested key. */
public final class ListingProbe {
    private static final Logger LOG = LoggerFactory.getLogger(ListingProbe.class);
    private static final int SOME = 10;

    private final Bucket bucket;
    private final Retries retries;

    ListingProbe(Bucket bucket, Retries retries) {
        this.bucket = bucket;
        this.retries = retries;
    }

    /**
     * Tries the forms one after the other.
     *
     * @param first the only key with its prefix, except for the second
     * @param second a key that begins with the first one and contains characters that encodings treat differently
     */
    ListingForm find(String first, String second) throws IOException {
        for (ListingForm form : ListingForm.values()) {
            if (isRight(form, first, second)) {
                return form;
            }
        }
        LOG.warn("Listings of the store lack keys that were written, or do not start where they are asked to:"
                + " catalog, verify and purge may miss objects");
        return ListingForm.V2;
    }

    private boolean isRight(ListingForm form, String first, String second) throws IOException {
        Optional<List<String>> keys = listed(form, first);
        return keys.filter(List.of(second)::equals).isPresent();
    }

    private Optional<List<String>> listed(ListingForm form, String first) throws IOException {
        try {
            return Optional.of(
                    retries
                            .onConflict(() -> bucket.with(form).list(new ListingRequest(first, first, false, SOME)))
                            .objects()
                            .stream()
                            .map(S3Object::key)
                            .toList());
        } catch (RequestFailedException e) {
            if (e.isTransient()) {
                throw e;
            }
            return Optional.empty();
        }
    }
}
