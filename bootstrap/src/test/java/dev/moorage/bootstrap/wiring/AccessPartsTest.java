package dev.moorage.bootstrap.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moorage.bootstrap.config.Defaults;
import dev.moorage.domain.access.IdentityProvider;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The providers whose users' tokens are valid. */
class AccessPartsTest {
    @TempDir
    private Path folder;

    private Map<IdentityProvider, Optional<String>> providers(String auth) throws Exception {
        Path file = Files.writeString(
                folder.resolve("config.yml"),
                "version: 0.1\nstorage: inmemory\nhttp: {secret: a-secret-that-is-long-enough-for-everyone}\n"
                        + "access: {rules: [{who: users, may: pull}]}\nauth: " + auth);
        return AccessModule.parts(Features.configurationReader(Defaults.QUICK_START)
                        .read(Optional.of(file), Map.of())
                        .configuration())
                .providers();
    }

    @Test
    void directoryAndCertificatesAreProvidersWhereTheyAreConfigured() throws Exception {
        assertThat(providers("{ldap: {url: 'ldaps://d.example.org', base: 'dc=example'}}"))
                .containsOnlyKeys(IdentityProvider.DIRECTORY);
        assertThat(providers("{htpasswd: {path: users}}")).isEmpty();
    }
}
