package dev.moorage.bootstrap.command;

import dev.moorage.bootstrap.config.Configuration;
import dev.moorage.bootstrap.config.InvalidConfigurationException;
import dev.moorage.bootstrap.section.ListenConfig;
import dev.moorage.bootstrap.section.OperationsConfig;
import dev.moorage.bootstrap.section.TlsConfig;
import dev.moorage.http.health.ProbeClient;
import dev.moorage.http.health.ProbeClient.Answer;
import dev.moorage.http.jetty.ListenSettings;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Asks the registry of a configuration, on this machine, whether it is ready. It asks at {@code http.debug.addr}, which says why
 * not, or else at the registry's own address.
 */
public final class Probing {
    private static final String PATH = "/readyz";
    private static final Duration DEADLINE = Duration.ofSeconds(3);
    private static final int OK = 200;
    private static final String BY_DEBUG = "; set http.debug.addr, where no certificate is needed";

    private final ConfigurationFile configuration;
    private final PrintWriter out;
    private final PrintWriter err;

    Probing(ConfigurationFile configuration, PrintWriter out, PrintWriter err) {
        this.configuration = configuration;
        this.out = out;
        this.err = err;
    }

    /**
     * Runs {@code health} and {@code health config.yml} without the command line parser, for a short run.
     *
     * @return the exit status, as of {@link MoorageCommand#run}
     */
    public static int run(Map<String, String> environment, @Nullable Path file) {
        return new Probing(
                        new ConfigurationFile(environment, Installation.of(System.getProperties())),
                        new PrintWriter(System.out, true, System.out.charset()),
                        new PrintWriter(System.err, true, System.err.charset()))
                .probe(file);
    }

    int probe(@Nullable Path file) {
        try {
            return answered(ask(configuration.read(file).configuration()));
        } catch (InvalidConfigurationException e) {
            return new ErrorOutput(err).invalid(e);
        } catch (IOException | GeneralSecurityException e) {
            err.println("The registry does not answer: " + e.getMessage());
            return 1;
        }
    }

    private int answered(Optional<Answer> answer) {
        if (answer.isEmpty()) {
            err.println("The registry wants a client certificate" + BY_DEBUG);
            return 1;
        }
        if (answer.get().status() != OK) {
            err.println("The registry is not ready: " + answer.get().status() + " "
                    + answer.get().body().strip());
            return 1;
        }
        out.println("The registry is ready.");
        return 0;
    }

    private static Optional<Answer> ask(Configuration settings) throws IOException, GeneralSecurityException {
        ProbeClient client = new ProbeClient(DEADLINE);
        Optional<ListenSettings> debug = settings.get(OperationsConfig.class).listen();
        if (debug.isPresent()) {
            return client.ask(address(debug.get()), false, PATH);
        }
        ListenSettings listen = settings.get(ListenConfig.class).settings();
        if (listen.unixSocket().isPresent()) {
            return Optional.of(client.ask(listen.unixSocket().get(), PATH));
        }
        return client.ask(address(listen), settings.get(TlsConfig.class).tls().isPresent(), PATH);
    }

    private static InetSocketAddress address(ListenSettings listen) throws IOException {
        InetAddress host = listen.host().isPresent()
                ? InetAddress.getByName(listen.host().get())
                : InetAddress.getLoopbackAddress();
        return new InetSocketAddress(host, listen.port());
    }
}
