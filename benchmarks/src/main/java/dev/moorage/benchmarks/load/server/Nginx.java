package dev.moorage.benchmarks.load.server;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** nginx with sendfile over the blobs of a registry: the cost of serving files without any other work. */
public record Nginx() implements Contender {

    @Override
    public String name() {
        return "nginx";
    }

    @Override
    public boolean isInstalled() {
        return program().isPresent();
    }

    @Override
    public String version() throws IOException {
        return Command.output(program().orElseThrow().toString(), "-v");
    }

    @Override
    public boolean takesPushes() {
        return false;
    }

    @Override
    public ServerProcess start(Site site) throws IOException {
        InetSocketAddress address = Site.freeAddress();
        Path configuration = site.folder().resolve("nginx.conf");
        Files.writeString(configuration, configuration(site.folder(), address.getPort(), site.blobs()));
        List<String> command = List.of(
                program().orElseThrow().toString(),
                "-p",
                site.folder().toString(),
                "-e",
                "stderr",
                "-c",
                configuration.toString());
        return ServerProcess.start(command, Map.of(), address, site);
    }

    /**
     * Under root, nginx would run its workers as another user, which may not read the files of a registry that runs as root.
     */
    private static String user() {
        return System.getProperty("user.name").equals("root") ? "user root;" : "";
    }

    private static Optional<Path> program() {
        return Command.find("nginx");
    }

    private static String configuration(Path folder, int port, Path blobs) {
        return """
            %1$s
            daemon off;
            worker_processes auto;
            pid %2$s/nginx.pid;
            error_log stderr;
            events {
                worker_connections 16384;
            }
            http {
                access_log off;
                sendfile on;
                tcp_nopush on;
                keepalive_requests 1000000000;
                default_type application/octet-stream;
                client_body_temp_path %2$s/client_body;
                proxy_temp_path %2$s/proxy;
                fastcgi_temp_path %2$s/fastcgi;
                uwsgi_temp_path %2$s/uwsgi;
                scgi_temp_path %2$s/scgi;
                server {
                    listen 127.0.0.1:%3$d;
                    root %4$s;
                    location = /v2/ {
                        return 200;
                    }
                    location ~ "^/v2/.+/blobs/(?<algorithm>[a-z0-9]+):(?<two>[0-9a-f]{2})(?<rest>[0-9a-f]+)$" {
                        try_files /$algorithm/$two/$two$rest/data =404;
                    }
                }
            }
            """.formatted(user(), folder, port, blobs);
    }
}
