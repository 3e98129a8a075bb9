package dev.moorage.bootstrap.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moorage.bootstrap.section.StorageConfig;
import dev.moorage.bootstrap.section.UploadsConfig;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Secrets in files that variables name. */
class SecretFileTest extends ConfigurationReading {
    private String file(String name, String content) throws IOException {
        return Files.writeString(folder.resolve(name), content).toString();
    }

    @Test
    void aSecretComesFromAFileWithoutTheNewlineAtItsEnd() throws IOException, InvalidConfigurationException {
        Configuration configuration = read(
                        "version: 0.1\nhttp: {secret: of-the-file}\nstorage: {s3: {bucket: b}}\n",
                        Map.of(
                                "REGISTRY_HTTP_SECRET_FILE", file("http", SECRET + "\n"),
                                "REGISTRY_HTTP_SECRETS_0_FILE", file("newer", "# {no yaml: *x}" + SECRET + "\r\n"),
                                "REGISTRY_STORAGE_S3_ACCESSKEY_FILE", file("access", "1234"),
                                "REGISTRY_STORAGE_S3_SECRETKEY_FILE", file("secret", " s3 key \n\n")))
                .configuration();
        assertThat(configuration.get(UploadsConfig.class).secrets())
                .extracting(bytes -> new String(bytes, StandardCharsets.UTF_8))
                .containsExactly("# {no yaml: *x}" + SECRET, SECRET);
        var parameters = configuration.get(StorageConfig.class).parameters();
        assertThat(parameters.get("accesskey").stringValue()).isEqualTo("1234");
        assertThat(parameters.get("secretkey").stringValue()).isEqualTo(" s3 key \n");
    }

    @Test
    void aSecretAndItsFileTogetherAreAnError() throws IOException {
        assertThat(errors(
                        "version: 0.1\n",
                        Map.of("REGISTRY_HTTP_SECRET", SECRET, "REGISTRY_HTTP_SECRET_FILE", file("http", SECRET))))
                .containsExactly("REGISTRY_HTTP_SECRET_FILE: contradicts REGISTRY_HTTP_SECRET: set one of them");
    }

    @Test
    void aFileThatCannotBeUsedIsAnErrorThatDoesNotShowTheSecret() throws IOException {
        Path missing = folder.resolve("missing");
        assertThat(errors("version: 0.1\n", Map.of("REGISTRY_HTTP_SECRET_FILE", missing.toString())))
                .containsExactly("REGISTRY_HTTP_SECRET_FILE: " + missing + " does not exist");
        String empty = file("empty", "\n");
        assertThat(errors("version: 0.1\n", Map.of("REGISTRY_HTTP_SECRET_FILE", empty)))
                .containsExactly("REGISTRY_HTTP_SECRET_FILE: " + empty + " is empty");
        String large = file("large", "x".repeat(70_000));
        assertThat(errors("version: 0.1\n", Map.of("REGISTRY_HTTP_SECRET_FILE", large)))
                .containsExactly("REGISTRY_HTTP_SECRET_FILE: " + large + " is larger than 65536 bytes");
    }

    @Test
    void onlySecretsHaveAFile() {
        assertThat(errors("version: 0.1\n", Map.of("REGISTRY_LOG_LEVEL_FILE", "/etc/hostname")))
                .containsExactly("log.level: is not a single value");
    }
}
