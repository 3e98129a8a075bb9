package dev.moorage.storage.azure;

import com.azure.core.credential.TokenCredential;
import com.azure.core.http.HttpClient;
import com.azure.core.http.policy.ExponentialBackoff;
import com.azure.core.http.policy.RetryPolicy;
import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.BlobContainerClientBuilder;
import com.azure.storage.common.StorageSharedKeyCredential;
import com.azure.storage.common.policy.RequestRetryOptions;
import com.azure.storage.common.policy.RetryPolicyType;
import dev.moorage.storage.azure.client.AzureConfig;
import dev.moorage.storage.azure.client.AzureCredentials;
import dev.moorage.storage.azure.client.Identity;
import dev.moorage.storage.azure.client.PlatformThreadTokens;
import dev.moorage.storage.azure.client.Settings;
import dev.moorage.storage.azure.request.Attempts;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/** Creates the SDK's client of a container from the configuration. */
final class Connection {
    private static final Duration LONGEST_RETRY_DELAY = Duration.ofSeconds(30);

    private final AzureConfig config;
    private final HttpClient http;
    private final InstantSource clock;

    Connection(AzureConfig config, HttpClient http, InstantSource clock) {
        this.config = config;
        this.http = http;
        this.clock = clock;
    }

    /**
     * A client and its signer.
     *
     * @param tokens a credential that must be closed together with the client
     */
    record Connected(
            BlobContainerClient container,
            Optional<Presigning.SasSigner> signer,
            Optional<PlatformThreadTokens> tokens) {}

    Connected connect() {
        BlobContainerClientBuilder builder = new BlobContainerClientBuilder()
                .httpClient(http)
                .containerName(config.container())
                // The storage client's own retry policy makes a single attempt, so that the policy added below retries.
                // That
                // one has jitter and respects Retry-After.
                .retryOptions(new RequestRetryOptions(
                        RetryPolicyType.FIXED, 1, (Duration) null, Duration.ofMillis(1), Duration.ofMillis(1), null))
                .addPolicy(retries())
                .addPolicy(new Attempts());
        String connection = config.connectionstring();
        if (connection != null) {
            BlobContainerClient container = builder.connectionString(connection).buildClient();
            boolean hasKey = connection.toLowerCase(java.util.Locale.ROOT).contains("accountkey=");
            return new Connected(container, hasKey ? keySigner() : Optional.empty(), Optional.empty());
        }
        builder.endpoint(endpoint());
        AzureCredentials credentials = java.util.Objects.requireNonNull(config.credentials());
        if (AzureCredentials.SHARED_KEY.equals(credentials.type())) {
            builder.credential(new StorageSharedKeyCredential(config.accountname(), config.accountkey()));
            return new Connected(builder.buildClient(), keySigner(), Optional.empty());
        }
        PlatformThreadTokens tokens = new PlatformThreadTokens(Identity.of(credentials, http));
        TokenCredential credential = tokens;
        BlobContainerClient container = builder.credential(credential).buildClient();
        return new Connected(
                container, Optional.of(new DelegatedSigner(container.getServiceClient(), clock)), Optional.of(tokens));
    }

    private static Optional<Presigning.SasSigner> keySigner() {
        return Optional.of((blob, values) -> blob.generateSas(values));
    }

    private String endpoint() {
        String given = config.serviceurl();
        return given == null ? "https://" + config.accountname() + ".blob." + config.realm() : given;
    }

    private RetryPolicy retries() {
        int most = Math.max(0, config.maxRetries() == null ? 0 : config.maxRetries());
        Duration delay = Settings.delay(config.retryDelay());
        Duration longest = delay.compareTo(LONGEST_RETRY_DELAY) > 0 ? delay : LONGEST_RETRY_DELAY;
        return new RetryPolicy(new ExponentialBackoff(most, delay, longest));
    }
}
