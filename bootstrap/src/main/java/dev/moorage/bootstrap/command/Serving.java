package dev.moorage.bootstrap.command;

import dev.moorage.bootstrap.config.Configuration;
import dev.moorage.bootstrap.config.ConfigurationReader;
import dev.moorage.bootstrap.config.InvalidConfigurationException;
import dev.moorage.bootstrap.section.ListenConfig;
import dev.moorage.bootstrap.section.LogConfig;
import dev.moorage.bootstrap.section.StorageConfig;
import dev.moorage.bootstrap.section.WritesConfig;
import dev.moorage.bootstrap.wiring.Logging;
import dev.moorage.bootstrap.wiring.Registry;
import dev.moorage.http.jetty.ListenSettings;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs the registry until the process receives a signal to stop. */
public final class Serving {
    private static final Duration REST_OF_START = Duration.ofSeconds(5);

    private final ConfigurationFile configuration;
    private final PrintWriter out;
    private final ErrorOutput errors;

    Serving(ConfigurationFile configuration, PrintWriter out, PrintWriter err) {
        this.configuration = configuration;
        this.out = out;
        this.errors = new ErrorOutput(err);
    }

    /**
     * Runs {@code serve} and {@code serve config.yml}, the usual ways to start a registry, without the command line parser.
     * The parser is compiled for Java 5. Java stores no classes of that kind in the AOT cache, and loading and verifying
     * them takes longer than all the rest of a start.
     *
     * @return the exit status, as of {@link MoorageCommand#run}
     */
    public static int run(Map<String, String> environment, @Nullable Path file) {
        PrintWriter err = new PrintWriter(System.err, true, System.err.charset());
        try {
            return new Serving(
                            new ConfigurationFile(environment, Installation.of(System.getProperties())),
                            new PrintWriter(System.out, true, System.out.charset()),
                            err)
                    .serve(file);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 1;
        }
    }

    int serve(@Nullable Path file) throws InterruptedException {
        try {
            ConfigurationReader.Result result = configuration.read(file);
            Logging.configure(result.configuration().get(LogConfig.class));
            Logger log = LoggerFactory.getLogger(Serving.class);
            result.warnings().forEach(log::warn);
            serve(result.configuration());
            return 0;
        } catch (InvalidConfigurationException e) {
            return errors.invalid(e);
        } catch (IOException e) {
            return errors.failed(e);
        }
    }

    /** Waits for the rest of a start. A start that hangs, for example at a storage that does not answer, is given up. */
    private static boolean hasStarted(CountDownLatch started) {
        try {
            return started.await(REST_OF_START.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException _) {
            return false;
        }
    }

    private void serve(Configuration settings) throws InvalidConfigurationException, IOException, InterruptedException {
        CountDownLatch stop = new CountDownLatch(1);
        CountDownLatch started = new CountDownLatch(1);
        CompletableFuture<Boolean> stopped = new CompletableFuture<>();
        // Before the start: a server that has begun to listen can be asked to stop at once.
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            stop.countDown();
            if (hasStarted(started) && stopped.join()) {
                // Java would end with 143 after SIGTERM, the status of a stop that was not orderly.
                Runtime.getRuntime().halt(0);
            }
        }));
        Registry registry;
        try {
            registry = Registry.start(settings);
        } catch (InvalidConfigurationException | IOException | RuntimeException failed) {
            stopped.complete(false);
            throw failed;
        } finally {
            started.countDown();
        }
        ListenSettings listen = settings.get(ListenConfig.class).settings();
        String address = listen.unixSocket().orElseGet(() -> listen.host().orElse("*") + ":" + registry.port());
        StorageConfig storage = settings.get(StorageConfig.class);
        out.println(
                "moorage listens on " + address + " and stores in " + (storage.type() + " " + storage.where()).strip());
        if (settings.get(WritesConfig.class).deletesByDefault()) {
            out.println("There is no configuration file: tags, manifests and blobs can be deleted, as with"
                    + " storage.delete.enabled: true");
        }
        out.flush();
        try {
            try (registry) {
                stop.await();
            }
            stopped.complete(true);
        } finally {
            stopped.complete(false);
        }
    }
}
