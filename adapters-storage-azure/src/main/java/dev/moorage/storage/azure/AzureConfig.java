package dev.moorage.storage.azure;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.net.URI;
import java.util.Base64;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * {@code storage.azure} of Distribution's configuration, and what is ours: {@code connectionstring}, {@code partsmemory},
 * {@code spooldirectory}, {@code chunksize}, {@code commit}, {@code redirectendpoint}, {@code cafile}.
 *
 * @param accountname the storage account; only a connection string goes without
 * @param accountkey its key, in Base64, for {@code shared_key}
 * @param container the container, which exists
 * @param credentials how to authenticate; by the account's key where there is one, else as the environment says
 * @param connectionstring all of account, key or shared access signature, and endpoint in one
 * @param realm the domain of the service, {@code core.windows.net} where it is left out
 * @param serviceurl the endpoint, where it is not {@code https://<accountname>.blob.<realm>}
 * @param rootdirectory what every blob's name begins with
 * @param maxRetries how often a request is sent again, 5 where it is left out; -1 for never
 * @param retryDelay how long to wait before it is, doubled each time; {@code 100ms} where it is left out
 * @param copyStatusPollMaxRetry how often a copy is asked after before it is given up, 100 where it is left out
 * @param copyStatusPollDelay how long to wait the first time, a multiple of it later, never more than 5 seconds
 * @param chunksize the bytes of a block, 8 MiB where it is left out; blocks grow with their number
 * @param partsmemory the bytes of memory that all blocks on their way have together, 64 MiB where it is left out
 * @param spooldirectory where blocks wait that find no memory
 * @param commit {@code copy}, the layout that Distribution reads, or {@code reference}
 * @param redirectendpoint what clients are redirected to in place of the service's scheme and host
 * @param cafile certificates in PEM of authorities that are trusted beside those of Java
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
        @JsonProperty("max_retries") @Nullable Integer maxRetries,
        @JsonProperty("retry_delay") @Nullable String retryDelay,

        @JsonProperty("copy_status_poll_max_retry") @Nullable
        Integer copyStatusPollMaxRetry,

        @JsonProperty("copy_status_poll_delay") @Nullable String copyStatusPollDelay,
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
            // The same words, without the value.
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
        if (GoDurations.parse(given).isEmpty()) {
            throw new IllegalArgumentException(key + " is not a duration");
        }
        return given;
    }

    /** Without secrets. */
    @Override
    public String toString() {
        return "AzureConfig[container=" + container + ", credentials=" + credentials + ", commit=" + commit + "]";
    }
}
