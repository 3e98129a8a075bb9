package dev.moorage.benchmarks.load.server;

import dev.moorage.benchmarks.load.client.Endpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Moorage as it is packaged.
 *
 * @param home the folder of the package
 * @param javaOptions options for its Java runtime, separated by spaces
 * @param environment further environment variables
 */
public record Moorage(Path home, String javaOptions, Map<String, String> environment) implements Contender {
    public Moorage {
        home = home.toAbsolutePath();
        environment = Map.copyOf(environment);
    }

    @Override
    public String name() {
        return "moorage";
    }

    @Override
    public boolean isInstalled() {
        return Files.isExecutable(program());
    }

    @Override
    public String version() throws IOException {
        return Command.output(program().toString(), "version")
                + (javaOptions.isEmpty() ? "" : ", " + javaOptions)
                + (environment.isEmpty() ? "" : ", " + environment);
    }

    @Override
    public boolean takesPushes() {
        return true;
    }

    @Override
    public ServerProcess start(Site site) throws IOException {
        return start(site, Endpoint.of(Site.freeAddress()), Map.of());
    }

    /** Starts it with more variables, over an endpoint whose fields let requests in. */
    ServerProcess start(Site site, Endpoint endpoint, Map<String, String> more) throws IOException {
        Map<String, String> variables = new HashMap<>(Map.of(
                "REGISTRY_STORAGE_FILESYSTEM_ROOTDIRECTORY",
                site.data().toString(),
                "REGISTRY_HTTP_ADDR",
                "127.0.0.1:" + endpoint.address().getPort(),
                "REGISTRY_HTTP_SECRET",
                "a secret of the load tool, of 32 bytes or more",
                // All clients have the same address here, so one address may use all connections, requests and uploads.
                "REGISTRY_LIMITS_UPLOADS_OPEN",
                "0",
                "REGISTRY_LIMITS_ADDRESS_CONNECTIONS",
                "16384",
                "REGISTRY_LIMITS_ADDRESS_REQUESTS",
                "16384",
                "REGISTRY_LOG_LEVEL",
                "warn",
                "REGISTRY_LOG_ACCESSLOG_DISABLED",
                "true",
                "MOORAGE_JAVA_OPTS",
                javaOptions));
        site.tls().ifPresent(tls -> {
            variables.put("REGISTRY_HTTP_TLS_CERTIFICATE", tls.certificate().toString());
            variables.put("REGISTRY_HTTP_TLS_KEY", tls.key().toString());
        });
        variables.putAll(more);
        variables.putAll(environment);
        return ServerProcess.start(List.of(program().toString(), "serve"), variables, endpoint, site);
    }

    private Path program() {
        return home.resolve("bin/moorage");
    }
}
