package dev.moorage.bootstrap.command;

import dev.moorage.bootstrap.config.Configuration;
import dev.moorage.bootstrap.config.ConfigurationReader;
import dev.moorage.bootstrap.config.InvalidConfigurationException;
import dev.moorage.bootstrap.wiring.Logging;
import dev.moorage.bootstrap.wiring.Registry;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code moorage serve}: runs the registry until it is told to stop. */
@Command(name = "serve", description = "Runs the registry.", mixinStandardHelpOptions = true)
final class ServeCommand implements Callable<Integer> {
    private final ConfigurationFile configuration;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(arity = "0..1", paramLabel = "config.yml", description = "The configuration; without, the defaults.")
    private @Nullable Path file;

    ServeCommand(ConfigurationFile configuration) {
        this.configuration = configuration;
    }

    @Override
    public Integer call() throws InterruptedException {
        PrintWriter err = spec.commandLine().getErr();
        try {
            ConfigurationReader.Result result = configuration.read(file);
            Logging.configure(result.configuration().log());
            Logger log = LoggerFactory.getLogger(ServeCommand.class);
            result.warnings().forEach(log::warn);
            serve(result.configuration());
            return 0;
        } catch (InvalidConfigurationException e) {
            e.errors().forEach(error -> err.println("error: " + error));
            return 2;
        } catch (IOException e) {
            err.println("error: " + e.getMessage());
            return 1;
        }
    }

    private void serve(Configuration settings) throws InvalidConfigurationException, IOException, InterruptedException {
        CountDownLatch stop = new CountDownLatch(1);
        CountDownLatch stopped = new CountDownLatch(1);
        Registry registry = Registry.start(settings);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            stop.countDown();
            awaitQuietly(stopped);
        }));
        spec.commandLine()
                .getOut()
                .println("moorage listens on " + settings.listen().host().orElse("*") + ":" + registry.port()
                        + " and stores in "
                        + (settings.storage().type() + " " + settings.storage().where()).strip());
        spec.commandLine().getOut().flush();
        try (registry) {
            stop.await();
        } finally {
            stopped.countDown();
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
