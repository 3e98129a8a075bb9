package dev.moorage.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Programs that speak the protocol of credential helpers, and programs that do not. */
class CredentialHelperTest {
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-11-30T00:00:00Z"));

    @TempDir
    private Path folder;

    private CredentialHelper helper(String script, Duration patience) throws IOException {
        Path program = Files.createFile(
                folder.resolve("helper"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Files.writeString(program, "#!/bin/sh\n" + script + "\n");
        return new CredentialHelper(program.toString(), "https://r.example.org", Optional.empty(), CLOCK, patience);
    }

    @Test
    void theProgramReadsTheAddressAndWritesTheCredentials() throws Exception {
        CredentialHelper helper = helper(
                "read remote; echo \"{\\\"Username\\\":\\\"$1\\\",\\\"Secret\\\":\\\"$remote\\\"}\"",
                Duration.ofMinutes(1));
        assertThat(helper.get()).hasValue(new UpstreamCredentials("get", "https://r.example.org"));
    }

    @Test
    @Timeout(value = 30, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void aProgramThatHangsIsEnded() throws Exception {
        CredentialHelper helper = helper("sleep 300; echo", Duration.ofMillis(300));
        assertThatThrownBy(helper::get).isInstanceOf(IOException.class).hasMessageContaining("failed");
    }

    @Test
    void aProgramThatFailsOrWritesNoJsonIsAnError() throws Exception {
        assertThatThrownBy(helper("echo '{}'; exit 1", Duration.ofMinutes(1))::get)
                .isInstanceOf(IOException.class)
                .hasMessageContaining("failed");
    }
}
