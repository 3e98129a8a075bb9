package dev.moorage.storage.s3.probe;

import dev.moorage.storage.s3.object.Conditions;
import dev.moorage.storage.s3.request.Answer;
import dev.moorage.storage.s3.request.Bucket;
import dev.moorage.storage.s3.request.Keys;
import dev.moorage.storage.s3.request.ListingForm;
import dev.moorage.storage.s3.request.Metadata;
import dev.moorage.storage.s3.request.PartRules;
import dev.moorage.storage.s3.request.RequestFailedException;
import dev.moorage.storage.s3.request.Retries;
import dev.moorage.storage.s3.request.SignedDeletes;
import dev.moorage.storage.spi.io.Pausing;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds out at start what a store supports, with a few requests for objects of its own that it deletes afterwards. An error
 * is not a result: the probe sends the requests again after a pause that doubles each time. If errors persist, the driver
 * does not open.
 */
public final class StoreProbe {
    static final byte[] CONTENT = "probe".getBytes(StandardCharsets.US_ASCII);

    private static final Logger LOG = LoggerFactory.getLogger(StoreProbe.class);
    private static final int MAX_ATTEMPTS = 5;
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);

    /** Characters that URL and XML encodings treat differently. */
    private static final String ODD = " %2F+&\u00e9~";

    private final Bucket bucket;
    private final SignedDeletes signed;
    private final Keys keys;
    private final Retries retries;
    private final Pausing pausing;

    /**
     * Creates the probe.
     *
     * @param pausing waits between two attempts
     */
    public StoreProbe(Bucket bucket, SignedDeletes signed, Keys keys, Retries retries, Pausing pausing) {
        this.bucket = bucket;
        this.signed = signed;
        this.keys = keys;
        this.retries = retries;
        this.pausing = pausing;
    }

    /**
     * Returns what the store supports.
     *
     * @param equalParts whether all parts except the last must have one size, which no small request can find out
     * @throws IOException when the store refuses a request that every store must grant, or gives no result after all
     *     attempts
     */
    public StoreTraits probe(boolean equalParts) throws IOException {
        Duration pause = FIRST_PAUSE;
        for (int attempt = 1; ; attempt++) {
            try {
                StoreTraits traits = tryProbe(equalParts);
                report(traits);
                return traits;
            } catch (InterruptedIOException e) {
                throw e;
            } catch (IOException e) {
                boolean refused = e instanceof RequestFailedException answered && !answered.isTransient();
                if (refused) {
                    throw e;
                }
                if (attempt == MAX_ATTEMPTS) {
                    throw new IOException(
                            "the store did not answer " + attempt
                                    + " times when it was asked which requests it knows, and nothing is guessed: "
                                    + e.getMessage(),
                            e);
                }
                LOG.atWarn()
                        .addKeyValue("reason", e.getMessage())
                        .log("The probe of the store failed, and will be repeated");
                pausing.pause(pause);
                pause = pause.multipliedBy(2);
            }
        }
    }

    private StoreTraits tryProbe(boolean equalParts) throws IOException {
        String key = keys.probe(Metadata.newWriteId());
        String odd = key + ODD;
        try {
            String etag = bucket.put(key, CONTENT, Map.of(), request -> {});
            bucket.put(odd, CONTENT, Map.of(), request -> {});
            ListingForm listing = new ListingProbe(bucket, retries).find(key, odd);
            ConditionsProbe conditions = new ConditionsProbe(bucket, retries);
            ConditionsProbe.Puts puts = conditions.puts(key, etag);
            Answer copy = conditions.copy(key, odd);
            boolean copies = copy != Answer.UNKNOWN || conditions.copiesWithoutCondition(key, odd);
            PartsProbe.Found parts = new PartsProbe(bucket, retries).find(key);
            boolean deletes = puts.decided() && conditions.deletes(key, puts.etags());
            return new StoreTraits(
                    new Conditions(
                            puts.decided(),
                            deletes,
                            puts.decided() && copy.isConditionFailed(),
                            puts.decided() && parts.conditional(),
                            puts.etags()),
                    new PartRules(parts.allListed(), equalParts, parts.copied()),
                    copies,
                    listing,
                    new ExpiryProbe(bucket, signed).ends(key));
        } finally {
            remove(List.of(key, odd));
        }
    }

    /** Deletes the probe's objects. A leftover object is harmless, and only the first failure is reported. */
    private void remove(List<String> probes) {
        try {
            bucket.deleteAll(probes);
        } catch (IOException e) {
            LOG.atInfo().addKeyValue("reason", e.getMessage()).log("Objects of the probe could not be deleted");
        }
    }

    private static void report(StoreTraits traits) {
        if (!traits.conditions().put()) {
            LOG.warn("The store does not support conditional writes: this server compares versions itself."
                    + " Run only one server on this bucket. No other server can continue its uploads");
        } else if (!traits.conditions().delete()) {
            LOG.info("The store does not support conditional deletes: the server reads before it deletes");
        }
        if (!traits.copies() || !traits.parts().copied()) {
            LOG.warn(
                    "The store does not support server-side copies: uploads are sent to it twice with storage.s3.commit: copy,"
                            + " and once with storage.s3.commit: reference");
        }
        if (!traits.deletesEnd()) {
            LOG.info("The store does not refuse signed deletes that come late: no garbage can be collected there");
        }
        if (traits.parts().allListed()) {
            LOG.info("The store completes multipart uploads only with all of their parts: part numbers are reused");
        }
        if (traits.listing() != ListingForm.V2_ENCODED) {
            LOG.atInfo()
                    .addKeyValue("form", traits.listing())
                    .log("The store returns listings in a form that is not S3's");
        }
    }
}
