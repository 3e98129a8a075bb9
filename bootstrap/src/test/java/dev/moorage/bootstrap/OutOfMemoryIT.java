package dev.moorage.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A package that has no memory left does not live on. */
class OutOfMemoryIT {
    @TempDir
    private Path root;

    @Test
    void theProcessEndsAndSaysWhyAndWhatHelps() throws Exception {
        Map<String, String> tooLittle = Map.of(
                "REGISTRY_STORAGE_FILESYSTEM_ROOTDIRECTORY",
                root.toString(),
                "REGISTRY_HTTP_ADDR",
                "127.0.0.1:0",
                "MOORAGE_JAVA_OPTS",
                "-Xmx5m");
        PackagedServer.Ended ended = PackagedServer.run(tooLittle, "serve");
        assertThat(ended.status()).isEqualTo(3);
        assertThat(ended.output()).contains("java.lang.OutOfMemoryError: Java heap space");
        assertThat(ended.errors()).contains("MOORAGE_JAVA_OPTS=-Xmx1g");
    }
}
