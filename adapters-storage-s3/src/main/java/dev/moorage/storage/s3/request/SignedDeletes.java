package dev.moorage.storage.s3.request;

import dev.moorage.storage.spi.net.NoAnswer;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4FamilyHttpSigner.AuthLocation;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.identity.spi.IdentityProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Utilities;

/**
 * Sends DeleteObject requests whose signature ends at a given time of the store. The signature is in the URL
 * ({@code X-Amz-Date} and {@code X-Amz-Expires}), and both values are of the store's clock, so a request that is sent late is
 * refused, however long this process was stopped before. Each request is sent once. A second attempt would hide that the
 * first one may still be on its way.
 */
public final class SignedDeletes implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SignedDeletes.class);
    private static final String OPERATION = "DeleteObject, signed for a time";
    private static final int LARGEST_ERROR = 4096;

    /** The longest time for which stores accept a signature. */
    private static final Duration LONGEST = Duration.ofDays(7);

    private final AwsV4HttpSigner signer = AwsV4HttpSigner.create();
    private final S3Utilities urls;
    private final IdentityProvider<? extends AwsCredentialsIdentity> credentials;
    private final Region region;
    private final SdkHttpClient http;

    /**
     * Creates the sender.
     *
     * @param http sends a request once, and follows no redirect. It is closed together with this object
     */
    public SignedDeletes(
            S3Utilities urls,
            IdentityProvider<? extends AwsCredentialsIdentity> credentials,
            Region region,
            SdkHttpClient http) {
        this.urls = urls;
        this.credentials = credentials;
        this.region = region;
        this.http = http;
    }

    /** The store's response. */
    public enum Reply {
        /** The object is absent. */
        DELETED,
        /** The store has refused the request, because its time is over. */
        EXPIRED,
        /** The store has refused the request for another reason. */
        REFUSED,
        /** The store has failed, and may have deleted the object. */
        FAILED
    }

    /**
     * Deletes an object, unless the store's time is over.
     *
     * @param now a time that the store's clock has had
     * @param until the last moment at which the store may accept the request, to the second
     * @throws IOException when the store does not respond. It may have deleted the object, or may do so until then
     */
    public Reply send(String bucket, String key, Instant now, Instant until) throws IOException {
        Duration validity = Duration.between(now, until).truncatedTo(ChronoUnit.SECONDS);
        if (validity.isZero() || validity.isNegative()) {
            return Reply.EXPIRED;
        }
        try {
            SdkHttpRequest request = signed(bucket, key, now, validity.compareTo(LONGEST) > 0 ? LONGEST : validity);
            HttpExecuteResponse response = http.prepareRequest(
                            HttpExecuteRequest.builder().request(request).build())
                    .call();
            return reply(response, until);
        } catch (SdkException e) {
            throw S3Exceptions.translated(OPERATION, e);
        } catch (CompletionException | IOException e) {
            throw new IOException(
                    "storage did not answer " + OPERATION + ": " + NoAnswer.reason(e, "storage.s3.cafile"), e);
        }
    }

    private SdkHttpRequest signed(String bucket, String key, Instant now, Duration validity) {
        URI url = URI.create(
                urls.getUrl(request -> request.bucket(bucket).key(key)).toString());
        SdkHttpRequest request =
                SdkHttpRequest.builder().method(SdkHttpMethod.DELETE).uri(url).build();
        return signer.sign(signing -> signing.request(request)
                        .identity(credentials.resolveIdentity().join())
                        .putProperty(AwsV4HttpSigner.AUTH_LOCATION, AuthLocation.QUERY_STRING)
                        .putProperty(AwsV4HttpSigner.EXPIRATION_DURATION, validity)
                        .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "s3")
                        .putProperty(AwsV4HttpSigner.REGION_NAME, region.id())
                        .putProperty(AwsV4HttpSigner.DOUBLE_URL_ENCODE, false)
                        .putProperty(AwsV4HttpSigner.NORMALIZE_PATH, false)
                        .putProperty(AwsV4HttpSigner.PAYLOAD_SIGNING_ENABLED, false)
                        .putProperty(HttpSigner.SIGNING_CLOCK, Clock.fixed(now, ZoneOffset.UTC)))
                .request();
    }

    private static Reply reply(HttpExecuteResponse response, Instant until) throws IOException {
        int status = response.httpResponse().statusCode();
        String body = body(response);
        if (status < 300) {
            return body.contains("<Error>") ? Reply.FAILED : Reply.DELETED;
        }
        if (status == 404 && !body.contains("NoSuchBucket")) {
            return Reply.DELETED;
        }
        Optional<Instant> answered = StoreTime.of(response.httpResponse());
        boolean over = answered.filter(time -> time.isAfter(until.truncatedTo(ChronoUnit.SECONDS)))
                .isPresent();
        boolean refused = status >= 400 && status < 500 && status != 408 && status != 409 && status != 429;
        if (refused && !over) {
            LOG.atWarn()
                    .addKeyValue("operation", OPERATION)
                    .addKeyValue("status", status)
                    .addKeyValue("code", S3Exceptions.code(body))
                    .log("The store refused a request");
        }
        return !refused ? Reply.FAILED : over ? Reply.EXPIRED : Reply.REFUSED;
    }

    private static String body(HttpExecuteResponse response) throws IOException {
        Optional<AbortableInputStream> body = response.responseBody();
        if (body.isEmpty()) {
            return "";
        }
        try (InputStream bytes = body.get()) {
            return new String(bytes.readNBytes(LARGEST_ERROR), StandardCharsets.UTF_8);
        }
    }

    @Override
    public void close() {
        http.close();
    }
}
