package dev.moorage.architecture.violations.domain;

import com.google.inject.Inject;
import com.nimbusds.jose.JWSHeader;
import dev.moorage.architecture.violations.bootstrap.Composition;
import dev.moorage.architecture.violations.tracing.PlantedTracing;
import io.opentelemetry.api.trace.Tracer;
import io.prometheus.metrics.core.metrics.Counter;
import jakarta.servlet.Servlet;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.eclipse.jetty.server.Server;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.S3Client;

/** Breaks nearly every rule of the architecture, so that each is seen to fail. */
public final class DoesEverything {
    @Inject
    private @Nullable Composition composition;

    private @Nullable Servlet servlet;
    private @Nullable Server jetty;
    private @Nullable S3Client s3;
    private @Nullable JWSHeader token;
    private @Nullable Counter counter;
    private @Nullable Tracer tracer;
    private @Nullable PlantedTracing optional;
    private com.azure.storage.blob.@Nullable BlobClient azure;

    Instant read(ObjectInputStream in) throws IOException {
        Files.delete(Path.of(in.readUTF()));
        return Instant.now();
    }
}
