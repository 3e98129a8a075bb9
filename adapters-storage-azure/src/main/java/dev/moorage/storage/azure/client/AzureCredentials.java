package dev.moorage.storage.azure.client;

import dev.moorage.storage.spi.config.ConfigKey;
import org.jspecify.annotations.Nullable;

/**
 * The section {@code storage.azure.credentials} of Distribution's configuration.
 */
public record AzureCredentials(
        @ConfigKey(description = "shared_key, client_secret, default_credentials, or Moorage's own workload_identity")
        @Nullable
        String type,

        @ConfigKey(
                description =
                        "the id of the application or the managed identity, for the types that need or accept one")
        @Nullable
        String clientid,

        @ConfigKey(description = "the directory's id") @Nullable
        String tenantid,

        @ConfigKey(description = "the application's secret, for client_secret") @Nullable
        String secret) {
    public static final String SHARED_KEY = "shared_key";
    static final String CLIENT_SECRET = "client_secret";
    static final String DEFAULT = "default_credentials";
    static final String WORKLOAD_IDENTITY = "workload_identity";

    public AzureCredentials {
        if (type == null) {
            throw new IllegalArgumentException("credentials.type is missing");
        }
        switch (type) {
            case SHARED_KEY, DEFAULT, WORKLOAD_IDENTITY -> {}
            case CLIENT_SECRET -> {
                require("credentials.clientid", clientid);
                require("credentials.tenantid", tenantid);
                require("credentials.secret", secret);
            }
            default ->
                throw new IllegalArgumentException("credentials.type is none of " + SHARED_KEY + ", " + CLIENT_SECRET
                        + ", " + DEFAULT + ", " + WORKLOAD_IDENTITY);
        }
    }

    private static void require(String key, @Nullable String value) {
        if (value == null || value.isBlank()) {
            throw new IllegalArgumentException(key + " is missing");
        }
    }

    /** Returns the credentials without the secret. */
    @Override
    public String toString() {
        return "AzureCredentials[type=" + type + "]";
    }
}
