package dev.moorage.storage.azure;

import com.sun.net.httpserver.HttpHandler;
import dev.moorage.storage.tck.network.OutboundContract;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The driver behind proxies and with private authorities. Java sends a password to a proxy for a tunnel only if a property was
 * set before the first client of the process, so an environment with such a password has a process of its own.
 */
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
        boolean hasPassword = environment.entrySet().stream()
                .anyMatch(variable -> variable.getKey().equalsIgnoreCase("HTTPS_PROXY")
                        && variable.getValue().contains("@"));
        String health = hasPassword
                ? ofProcess(environment, url, keysAndValues)
                : HealthPrinter.health(HealthPrinter.config(url, keysAndValues), environment);
        return health.startsWith("Healthy") ? Optional.empty() : Optional.of(health);
    }

    private static String ofProcess(Map<String, String> environment, String url, String... keysAndValues)
            throws IOException {
        List<String> command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElse("java"),
                "-Xmx128m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                HealthPrinter.class.getName(),
                url));
        command.addAll(List.of(keysAndValues));
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment()
                .keySet()
                .removeIf(name -> name.toUpperCase(Locale.ROOT).endsWith("_PROXY"));
        builder.environment().putAll(environment);
        Process process = builder.start();
        try {
            return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        } finally {
            process.destroyForcibly();
        }
    }
}
