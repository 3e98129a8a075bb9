package dev.moorage.bootstrap.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moorage.application.port.out.trace.TracingFactory;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When a server makes traces, and where their jars are found. */
class TracingTest {
    @Test
    void variablesOfOpenTelemetryAskForTraces() {
        assertThat(TracingVariables.areOn(Map.of("OTEL_TRACES_EXPORTER", "otlp")))
                .isTrue();
        assertThat(TracingVariables.areOn(Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", "http://collector:4318")))
                .isTrue();
        assertThat(TracingVariables.areOn(Map.of("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "http://collector:4318/v1/x")))
                .isTrue();
    }

    @Test
    void otherVariablesDoNot() {
        String url = "http://collector:4318";
        assertThat(TracingVariables.areOn(Map.of())).isFalse();
        assertThat(TracingVariables.areOn(Map.of("OTEL_SERVICE_NAME", "registry", "OTEL_TRACES_SAMPLER", "always_on")))
                .isFalse();
        assertThat(TracingVariables.areOn(Map.of("OTEL_EXPORTER_OTLP_METRICS_ENDPOINT", url)))
                .isFalse();
        assertThat(TracingVariables.areOn(Map.of("OTEL_TRACES_EXPORTER", "none", "OTEL_EXPORTER_OTLP_ENDPOINT", url)))
                .isFalse();
        assertThat(TracingVariables.areOn(Map.of("OTEL_SDK_DISABLED", "true", "OTEL_EXPORTER_OTLP_ENDPOINT", url)))
                .isFalse();
        assertThat(TracingVariables.areOn(Map.of("OTEL_TRACES_EXPORTER", " ", "OTEL_EXPORTER_OTLP_ENDPOINT", "")))
                .isFalse();
    }

    @Test
    void jarsOfAFolderAreReadBehindTheClassPath(@TempDir Path folder) throws Exception {
        try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(folder.resolve("a.jar")))) {
            jar.putNextEntry(new JarEntry("META-INF/services/dev.moorage.NoService"));
            jar.closeEntry();
        }
        Files.writeString(folder.resolve("README.md"), "no jar");
        try (OptionalJars jars = OptionalJars.open(Optional.of(folder))) {
            Optional<TracingFactory> factory = jars.service(TracingFactory.class);
            assertThat(factory).isPresent();
            URL found = factory.get().getClass().getResource("/META-INF/services/" + TracingFactory.class.getName());
            assertThat(found).isNotNull();
            assertThat(jars.service(Runnable.class)).isEmpty();
        }
    }

    @Test
    void aFolderThatIsNotThereHasNoJars(@TempDir Path folder) throws Exception {
        try (OptionalJars jars = OptionalJars.open(Optional.of(folder.resolve("none")))) {
            assertThat(jars.service(Runnable.class)).isEmpty();
        }
    }
}
