package dev.moorage.storage.azure;

import com.sun.net.httpserver.HttpHandler;
import dev.moorage.storage.tck.network.OutboundContract;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The driver behind proxies and with private authorities, in processes whose environment names them. */
class OutboundTest extends OutboundContract {
    @Override
    protected HttpHandler answers() {
        return exchange -> {
            exchange.getResponseHeaders().add("x-ms-error-code", "BlobNotFound");
            exchange.sendResponseHeaders(404, -1);
            exchange.close();
        };
    }

    @Override
    protected String caFileKey() {
        return "storage.azure.cafile";
    }

    @Override
    protected Optional<String> failure(Map<String, String> environment, String url, String... keysAndValues)
            throws Exception {
        List<String> command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElse("java"),
                "-Xmx128m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                HealthPrinter.class.getName(),
                "serviceurl",
                url));
        command.addAll(List.of(keysAndValues));
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment()
                .keySet()
                .removeIf(name -> name.toUpperCase(Locale.ROOT).endsWith("_PROXY"));
        builder.environment().putAll(environment);
        Process process = builder.start();
        try {
            String health = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            return health.startsWith("Healthy") ? Optional.empty() : Optional.of(health);
        } finally {
            process.destroyForcibly();
        }
    }
}
