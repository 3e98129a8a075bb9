package dev.moorage.tracing;

import dev.moorage.application.port.out.trace.Tracing;
import dev.moorage.application.port.out.trace.TracingFactory;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.spi.ConfigurationException;
import java.util.Map;

/** Opens tracing with the SDK of OpenTelemetry. */
public final class OpenTelemetryFactory implements TracingFactory {
    @Override
    public Tracing open(Map<String, String> environment, String version, String driver) {
        SdkLog log = SdkLog.install();
        try {
            OpenTelemetrySdk sdk = SdkSettings.of(environment, version).open();
            return new OpenTelemetryTracing(sdk, driver, log);
        } catch (ConfigurationException e) {
            log.close();
            throw new IllegalArgumentException(e.getMessage(), e);
        } catch (RuntimeException e) {
            log.close();
            throw e;
        }
    }
}
