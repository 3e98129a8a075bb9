package dev.moorage.storage.azure.client;

import dev.moorage.storage.spi.config.ConfigKey;
import dev.moorage.storage.spi.config.GoDuration;
import java.net.URI;
import java.util.Base64;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The section {@code storage.azure} of Distribution's configuration. Moorage's own keys are {@code connectionstring},
 * {@code partsmemory}, {@code spooldirectory}, {@code chunksize}, {@code commit}, {@code redirectendpoint} and
 * {@code cafile}.
 */
public record AzureConfig(
        @ConfigKey(description = "the storage account, required unless there is a connection string") @Nullable
        String accountname,

        @ConfigKey(description = "the account's key in Base64, for shared_key") @Nullable
        String accountkey,

        @ConfigKey(description = "the container, which must exist") @Nullable
        String container,

        @ConfigKey(
                description =
                        "how to authenticate. The default is the account's key if there is one, and otherwise the environment")
        @Nullable
        AzureCredentials credentials,

        @ConfigKey(description = "combines the account, a key or shared access signature, and the endpoint") @Nullable
        String connectionstring,

        @ConfigKey(description = "the domain of the service, core.windows.net by default") @Nullable
        String realm,

        @ConfigKey(description = "the endpoint, if it is not https://<accountname>.blob.<realm>") @Nullable
        String serviceurl,

        @ConfigKey(description = "the prefix of every blob's name") @Nullable
        String rootdirectory,

        @ConfigKey(
                value = "max_retries",
                description = "the maximum number of retries of a request, 5 by default, -1 for none")
        @Nullable
        Integer maxRetries,

        @ConfigKey(
                value = "retry_delay",
                description = "the pause before the first retry, doubled for each further one, 100ms by default")
        @Nullable
        String retryDelay,

        @ConfigKey(
                value = "copy_status_poll_max_retry",
                description = "the maximum number of polls of a copy before it is aborted, 100 by default")
        @Nullable
        Integer copyStatusPollMaxRetry,

        @ConfigKey(
                value = "copy_status_poll_delay",
                description = "the pause before the first poll. Later pauses are multiples of it, at most 5 seconds")
        @Nullable
        String copyStatusPollDelay,

        @ConfigKey(description = "the size of a block in bytes, 8 MiB by default. Blocks grow with their number")
        @Nullable
        Long chunksize,

        @ConfigKey(description = "the memory in bytes for all blocks on their way to the service, 64 MiB by default")
        @Nullable
        Long partsmemory,

        @ConfigKey(description = "the directory for blocks that do not fit into this memory") @Nullable
        String spooldirectory,

        @ConfigKey(description = "copy, the layout that Distribution reads, or reference") @Nullable
        String commit,

        @ConfigKey(description = "replaces the service's scheme and host in the URLs to which clients are redirected")
        @Nullable
        String redirectendpoint,

        @ConfigKey(description = "PEM certificates of authorities that are trusted in addition to those of Java")
        @Nullable
        String cafile) {
    private static final long MIB = 1 << 20;

    public AzureConfig {
        if (container == null || container.isBlank()) {
            throw new IllegalArgumentException("container is missing");
        }
        if (connectionstring == null && (accountname == null || accountname.isBlank())) {
            throw new IllegalArgumentException("accountname is missing");
        }
        if (credentials == null) {
            credentials = new AzureCredentials(
                    accountkey != null || connectionstring != null
                            ? AzureCredentials.SHARED_KEY
                            : AzureCredentials.DEFAULT,
                    null,
                    null,
                    null);
        }
        if (connectionstring == null && AzureCredentials.SHARED_KEY.equals(credentials.type())) {
            requireKey(accountkey);
        }
        requireUrl("serviceurl", serviceurl);
        requireUrl("redirectendpoint", redirectendpoint);
        realm = realm == null ? "core.windows.net" : realm;
        rootdirectory = rootdirectory == null ? "" : rootdirectory;
        maxRetries = atLeast("max_retries", maxRetries, 5, -1);
        retryDelay = duration("retry_delay", retryDelay);
        copyStatusPollMaxRetry = atLeast("copy_status_poll_max_retry", copyStatusPollMaxRetry, 100, 0);
        copyStatusPollDelay = duration("copy_status_poll_delay", copyStatusPollDelay);
        chunksize = chunksize == null ? Long.valueOf(8 * MIB) : chunksize;
        if (chunksize < MIB || chunksize > 1024 * MIB) {
            throw new IllegalArgumentException("chunksize is not between 1 MiB and 1 GiB");
        }
        partsmemory = partsmemory == null ? Long.valueOf(64 * MIB) : partsmemory;
        if (partsmemory < 0) {
            throw new IllegalArgumentException("partsmemory is negative");
        }
        spooldirectory = spooldirectory == null ? System.getProperty("java.io.tmpdir", "/tmp") : spooldirectory;
        commit = commit == null ? "copy" : commit.toLowerCase(Locale.ROOT);
        if (!commit.equals("copy") && !commit.equals("reference")) {
            throw new IllegalArgumentException("commit is neither copy nor reference");
        }
    }

    private static void requireKey(@Nullable String key) {
        if (key == null || key.isBlank()) {
            throw new IllegalArgumentException("accountkey is missing");
        }
        try {
            Base64.getDecoder().decode(key);
        } catch (IllegalArgumentException _) {
            throw new IllegalArgumentException("accountkey is not Base64");
        }
    }

    private static void requireUrl(String key, @Nullable String value) {
        if (value == null) {
            return;
        }
        try {
            URI url = URI.create(value);
            if (url.getHost() != null && ("https".equals(url.getScheme()) || "http".equals(url.getScheme()))) {
                return;
            }
        } catch (IllegalArgumentException _) {
            // This exception's message contains the value, so the one below is thrown instead.
        }
        throw new IllegalArgumentException(key + " is not a URL of http or https");
    }

    private static Integer atLeast(String key, @Nullable Integer value, int otherwise, int least) {
        int given = value == null ? otherwise : value;
        if (given < least) {
            throw new IllegalArgumentException(key + " is below " + least);
        }
        return given;
    }

    private static String duration(String key, @Nullable String value) {
        String given = value == null ? "100ms" : value;
        // A number without a unit would be nanoseconds. Distribution's driver refuses it too.
        boolean hasUnit = !given.isEmpty() && Character.isLetter(given.charAt(given.length() - 1));
        if (!hasUnit || GoDuration.parse(given).isEmpty()) {
            throw new IllegalArgumentException(key + " is not a duration");
        }
        return given;
    }

    /** Returns the configuration without secrets. */
    @Override
    public String toString() {
        return "AzureConfig[container=" + container + ", credentials=" + credentials + ", commit=" + commit + "]";
    }
}
