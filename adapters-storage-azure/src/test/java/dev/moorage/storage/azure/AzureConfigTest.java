package dev.moorage.storage.azure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.moorage.storage.azure.client.AzureConfig;
import dev.moorage.storage.azure.client.Settings;
import dev.moorage.storage.spi.StorageDriverFactory;
import java.util.HashMap;
import java.util.Map;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

/** The section {@code storage.azure}, as the bootstrap module binds it. */
class AzureConfigTest {
    /** Names keys as the annotations of the record do. */
    private static final JsonMapper JSON = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .build();

    private static AzureConfig read(Map<String, Object> changes) {
        Map<String, Object> keys =
                new HashMap<>(Map.of("accountname", "a", "accountkey", "c2VjcmV0", "container", "c"));
        keys.putAll(changes);
        keys.values().removeIf("absent"::equals);
        return JSON.convertValue(keys, AzureConfig.class);
    }

    @Test
    void distributionsKeysAreRead() {
        AzureConfig config = read(Map.of(
                "max_retries", 7,
                "retry_delay", "250ms",
                "copy_status_poll_max_retry", 9,
                "copy_status_poll_delay", "1m30s",
                "credentials", Map.of("type", "client_secret", "clientid", "i", "tenantid", "t", "secret", "s"),
                "realm", "core.chinacloudapi.cn",
                "rootdirectory", "/registry"));
        assertThat(config.maxRetries()).isEqualTo(7);
        assertThat(config.copyStatusPollMaxRetry()).isEqualTo(9);
        assertThat(Settings.of(config).pollDelay()).hasSeconds(90);
        assertThat(Settings.of(config).root()).isEqualTo("/registry");
    }

    @Test
    void whatIsLeftOutHasADefault() {
        Settings settings = Settings.of(read(Map.of()));
        assertThat(settings.chunk()).isEqualTo(8 << 20);
        assertThat(settings.byReference()).isFalse();
        assertThat(settings.wholePut()).isEqualTo(8 << 20);
        assertThat(settings.pollDelay()).hasMillis(100);
    }

    @ParameterizedTest
    @CsvSource({
        "container, absent, container is missing",
        "accountname, absent, accountname is missing",
        "accountkey, ???, accountkey is not Base64",
        "serviceurl, ftp://x, serviceurl is not a URL",
        "redirectendpoint, cdn, redirectendpoint is not a URL",
        "max_retries, -2, max_retries is below -1",
        "retry_delay, soon, retry_delay is not a duration",
        "copy_status_poll_delay, 5, copy_status_poll_delay is not a duration",
        "chunksize, 1000, chunksize is not between",
        "partsmemory, -1, partsmemory is negative",
        "commit, move, commit is neither copy nor reference"
    })
    void aBadValueIsRefusedByTheNameOfItsKey(String key, String value, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> unwrapped(Map.of(key, value)))
                .withMessageContaining(message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"clientid", "tenantid", "secret"})
    void aClientSecretNeedsAllOfItsKeys(String key) {
        Map<String, Object> credentials =
                new HashMap<>(Map.of("type", "client_secret", "clientid", "i", "tenantid", "t", "secret", "s"));
        credentials.remove(key);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> unwrapped(Map.of("credentials", credentials)))
                .withMessage("credentials." + key + " is missing");
    }

    private static AzureConfig unwrapped(Map<String, Object> changes) {
        try {
            return read(changes);
        } catch (RuntimeException e) {
            throw e.getCause() instanceof IllegalArgumentException refused ? refused : e;
        }
    }

    @Test
    void secretsAreInNoText() {
        AzureConfig config = read(Map.of(
                "connectionstring",
                "AccountKey=canary",
                "credentials",
                Map.of("type", "shared_key", "secret", "canary")));
        assertThat(config.toString()).doesNotContain("canary", "c2VjcmV0");
        assertThat(config.credentials().toString()).doesNotContain("canary");
    }

    @Test
    void theDriverIsFoundAsAzure() {
        assertThat(ServiceLoader.load(StorageDriverFactory.class))
                .filteredOn(factory -> factory.type().equals("azure"))
                .hasSize(1);
    }
}
