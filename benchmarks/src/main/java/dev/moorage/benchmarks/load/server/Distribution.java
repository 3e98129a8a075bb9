package dev.moorage.benchmarks.load.server;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * CNCF Distribution with the cache that Debian's configuration enables.
 *
 * @param program the name of a program on the path, or the path of one
 */
public record Distribution(String program) implements Contender {
    @Override
    public String name() {
        return "distribution";
    }

    @Override
    public boolean isInstalled() {
        return Command.find(program).isPresent();
    }

    @Override
    public String version() throws IOException {
        return Command.output(program, "--version");
    }

    @Override
    public boolean takesPushes() {
        return true;
    }

    @Override
    public ServerProcess start(Site site) throws IOException {
        InetSocketAddress address = Site.freeAddress();
        Path configuration = site.folder().resolve("config.yml");
        Files.writeString(configuration, configuration(site, address.getPort()));
        String found = Command.find(program).orElseThrow().toString();
        return ServerProcess.start(List.of(found, "serve", configuration.toString()), Map.of(), address, site);
    }

    private static String configuration(Site site, int port) {
        String tls = site.tls().map(Distribution::tls).orElse("");
        return """
            version: 0.1
            log:
              level: warn
              accesslog:
                disabled: true
            storage:
              cache:
                blobdescriptor: inmemory
              filesystem:
                rootdirectory: %s
              delete:
                enabled: true
            http:
              addr: 127.0.0.1:%d
              secret: a secret of the load tool, of 32 bytes or more
            %s""".formatted(site.data(), port, tls);
    }

    private static String tls(SelfSigned certificate) {
        return """
              tls:
                certificate: %s
                key: %s
            """.formatted(certificate.certificate(), certificate.key());
    }
}
