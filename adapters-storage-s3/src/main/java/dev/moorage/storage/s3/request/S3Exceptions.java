package dev.moorage.storage.s3.request;

import dev.moorage.storage.spi.net.NoAnswer;
import dev.moorage.storage.spi.object.StorageFullException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * Translates the exceptions of the client library into those of the port. The library's own messages name hosts and buckets.
 */
public final class S3Exceptions {
    private static final Logger LOG = LoggerFactory.getLogger(S3Exceptions.class);
    private static final int FORBIDDEN = 403;
    private static final int INTERNAL_ERROR = 500;
    private static final int INSUFFICIENT_STORAGE = 507;
    private static final Set<String> FULL = Set.of(
            "QuotaExceeded",
            "XMinioStorageFull",
            "EntityQuotaExceeded",
            "StorageFull",
            "XMinioAdminBucketQuotaExceeded");

    private static final Set<String> MISCONFIGURED =
            Set.of("NoSuchBucket", "AuthorizationHeaderMalformed", "PermanentRedirect", "IllegalLocationConstraint");

    private static final Pattern CODE = Pattern.compile("<Code>([^<]*)</Code>");

    private S3Exceptions() {}

    /** The store's error code in the body of a response. Empty when there is none. */
    static String code(String body) {
        Matcher code = CODE.matcher(body);
        return code.find() ? code.group(1) : "";
    }

    /**
     * Translates an exception.
     *
     * @param operation the name of the S3 operation
     */
    public static IOException translated(String operation, SdkException e) {
        LOG.atDebug().addKeyValue("operation", operation).setCause(e).log("A storage request failed");
        if (e instanceof AbortedException) {
            Thread.currentThread().interrupt();
            return new InterruptedIOException("interrupted during " + operation);
        }
        if (!(e instanceof AwsServiceException answered)) {
            return new IOException(
                    "storage did not answer " + operation + ": " + NoAnswer.reason(e, "storage.s3.cafile"));
        }
        String code = Optional.ofNullable(answered.awsErrorDetails())
                .map(AwsErrorDetails::errorCode)
                .orElse("");
        if (isForOperators(answered.statusCode(), code)) {
            LOG.atWarn()
                    .addKeyValue("operation", operation)
                    .addKeyValue("status", answered.statusCode())
                    .addKeyValue("code", code)
                    .addKeyValue(
                            "message",
                            Optional.ofNullable(answered.awsErrorDetails())
                                    .map(AwsErrorDetails::errorMessage)
                                    .orElse(""))
                    .log("The store refused a request");
        }
        RequestFailedException failed = new RequestFailedException(
                operation,
                answered.statusCode(),
                code,
                String.valueOf(answered.requestId()),
                Optional.ofNullable(e.numAttempts()).orElse(1) > 1);
        return answered.statusCode() == INSUFFICIENT_STORAGE || FULL.contains(code)
                ? new StorageFullException(failed)
                : failed;
    }

    /** Whether an operator has to know of a refusal, because no request is at fault. */
    private static boolean isForOperators(int status, String code) {
        return status == FORBIDDEN || status >= INTERNAL_ERROR || MISCONFIGURED.contains(code);
    }
}
