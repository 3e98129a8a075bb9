package dev.moorage.storage.s3.request;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.utils.DateUtils;

/** The store's clock, as the header {@code Date} of a response has it, to the second. */
public final class StoreTime {
    private StoreTime() {}

    /** Returns the time of a response. Empty when the store sends none that can be read. */
    public static Optional<Instant> of(SdkHttpResponse response) {
        try {
            return response.firstMatchingHeader("Date").map(DateUtils::parseRfc822Date);
        } catch (DateTimeException _) {
            return Optional.empty();
        }
    }
}
