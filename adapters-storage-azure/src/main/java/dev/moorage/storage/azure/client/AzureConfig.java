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
 *
 * @param accountname the storage account, required unless there is a connection string
 * @param accountkey the account's key in Base64, for {@code shared_key}
 * @param container the container, which must exist
 * @param credentials how to authenticate. The default is the account's key if there is one, and otherwise the environment.
 * @param connectionstring combines the account, a key or shared access signature, and the endpoint
 * @param realm the domain of the service, {@code core.windows.net} by default
 * @param serviceurl the endpoint, if it is not {@code https://<accountname>.blob.<realm>}
 * @param rootdirectory the prefix of every blob's name
 * @param maxRetries the maximum number of retries of a request, 5 by default, -1 for none
 * @param retryDelay the pause before the first retry, doubled for each further one, {@code 100ms} by default
 * @param copyStatusPollMaxRetry the maximum number of polls of a copy before it is aborted, 100 by default
 * @param copyStatusPollDelay the pause before the first poll. Later pauses are multiples of it, at most 5 seconds.
 * @param chunksize the size of a block in bytes, 8 MiB by default. Blocks grow with their number.
 * @param partsmemory the memory in bytes for all blocks on their way to the service, 64 MiB by default
 * @param spooldirectory the directory for blocks that do not fit into this memory
 * @param commit {@code copy}, the layout that Distribution reads, or {@code reference}
 * @param redirectendpoint replaces the service's scheme and host in the URLs to which clients are redirected
 * @param cafile PEM certificates of authorities that are trusted in addition to those of Java
 */
public record AzureConfig(
        @Nullable String accountname,
        @Nullable String accountkey,
        @Nullable String container,
        @Nullable AzureCredentials credentials,
        @Nullable String connectionstring,
        @Nullable String realm,
        @Nullable String serviceurl,
        @Nullable String rootdirectory,
        @ConfigKey("max_retries") @Nullable Integer maxRetries,
        @ConfigKey("retry_delay") @Nullable String retryDelay,

        @ConfigKey("copy_status_poll_max_retry") @Nullable Integer copyStatusPollMaxRetry,

        @ConfigKey("copy_status_poll_delay") @Nullable String copyStatusPollDelay,
        @Nullable Long chunksize,
        @Nullable Long partsmemory,
        @Nullable String spooldirectory,
        @Nullable String commit,
        @Nullable String redirectendpoint,
        @Nullable String cafile) {
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
