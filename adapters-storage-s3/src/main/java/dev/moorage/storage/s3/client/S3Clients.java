package dev.moorage.storage.s3.client;

import dev.moorage.storage.s3.request.ContentMd5;
import dev.moorage.storage.s3.request.SignedDeletes;
import java.io.IOException;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.core.client.config.SdkAdvancedClientOption;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/** Creates the clients of the AWS SDK from a configuration. */
public final class S3Clients {
    private static final String REGION_OF_OTHER_STORES = "us-east-1";
    private static final int MOST_ATTEMPTS = 4;
    private static final int MOST_CONNECTIONS = 512;
    private static final int MOST_DELETES = 16;
    private final S3Config config;
    private final HttpClients http;
    private final AwsCredentialsProvider credentials;

    /**
     * Prepares the clients.
     *
     * @throws IOException when a variable of the environment or a file is invalid
     */
    public S3Clients(S3Config config, Map<String, String> environment) throws IOException {
        this.config = config;
        this.http = HttpClients.of(config, environment);
        this.credentials =
                new CredentialSources(config, new TokenService(http, region(), environment), environment).provider();
    }

    public S3Client client() {
        boolean required = S3Config.WHEN_REQUIRED.equals(config.checksums());
        S3ClientBuilder builder = S3Client.builder()
                .httpClient(http.client(MOST_CONNECTIONS))
                .region(region())
                .credentialsProvider(credentials)
                .serviceConfiguration(paths())
                .dualstackEnabled(is(config.usedualstack()))
                .fipsEnabled(is(config.usefipsendpoint()))
                .accelerate(is(config.accelerate()))
                .requestChecksumCalculation(
                        required ? RequestChecksumCalculation.WHEN_REQUIRED : RequestChecksumCalculation.WHEN_SUPPORTED)
                .responseChecksumValidation(
                        required ? ResponseChecksumValidation.WHEN_REQUIRED : ResponseChecksumValidation.WHEN_SUPPORTED)
                .overrideConfiguration(overrides(required));
        endpoint(config.regionendpoint()).ifPresent(builder::endpointOverride);
        return builder.build();
    }

    private ClientOverrideConfiguration overrides(boolean required) {
        ClientOverrideConfiguration.Builder builder = ClientOverrideConfiguration.builder()
                .retryStrategy(AwsRetryStrategy.standardRetryStrategy().toBuilder()
                        .maxAttempts(MOST_ATTEMPTS)
                        .build());
        if (config.useragent() != null && !config.useragent().isBlank()) {
            builder.putAdvancedOption(SdkAdvancedClientOption.USER_AGENT_PREFIX, config.useragent());
        }
        if (required) {
            builder.addExecutionInterceptor(new ContentMd5());
        }
        return builder.build();
    }

    /** Returns the signer of URLs for clients. Clients may reach the store under another host name than this server does. */
    public S3Presigner presigner() {
        S3Presigner.Builder builder = S3Presigner.builder()
                .region(region())
                .credentialsProvider(credentials)
                .dualstackEnabled(is(config.usedualstack()))
                .fipsEnabled(is(config.usefipsendpoint()))
                .serviceConfiguration(S3Configuration.builder()
                        .pathStyleAccessEnabled(is(config.forcepathstyle()))
                        .accelerateModeEnabled(is(config.accelerate()))
                        .build());
        endpoint(config.redirectendpoint())
                .or(() -> endpoint(config.regionendpoint()))
                .ifPresent(builder::endpointOverride);
        return builder.build();
    }

    /** Returns the sender of deletes that end at a time. Its requests go where those of the client go. */
    public SignedDeletes signedDeletes(S3Client client) {
        return new SignedDeletes(client.utilities(), credentials, region(), http.client(MOST_DELETES));
    }

    private S3Configuration paths() {
        // Bodies are sent without chunked signing. Their checksum is in the head, and other stores implement no other
        // way.
        return S3Configuration.builder()
                .pathStyleAccessEnabled(is(config.forcepathstyle()))
                .chunkedEncodingEnabled(false)
                .build();
    }

    private Region region() {
        String region = config.region();
        return Region.of(region == null || region.isBlank() ? REGION_OF_OTHER_STORES : region);
    }

    private Optional<URI> endpoint(@Nullable String endpoint) {
        if (endpoint == null || endpoint.isBlank()) {
            return Optional.empty();
        }
        String scheme = Boolean.FALSE.equals(config.secure()) ? "http://" : "https://";
        return Optional.of(URI.create(endpoint.contains("://") ? endpoint : scheme + endpoint));
    }

    private static boolean is(@Nullable Boolean flag) {
        return Boolean.TRUE.equals(flag);
    }
}
