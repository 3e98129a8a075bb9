package dev.moorage.http.jetty;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.component.AbstractLifeCycle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks again and again that each selector of a connector responds. A selector that does not respond has died of an error,
 * or is blocked for good: its connections are no longer served, while those of other selectors still are. In that state the
 * process ends, so that a new one can replace it.
 */
final class SelectorWatch extends AbstractLifeCycle {
    private static final Logger LOG = LoggerFactory.getLogger(SelectorWatch.class);
    private static final Duration INTERVAL = Duration.ofSeconds(1);
    private static final int MAX_SILENT = 60;
    /** The exit status, the same as when Java exits for lack of memory. */
    private static final int STATUS = 3;

    private final ServerConnector connector;
    private final Duration interval;
    private final int maxSilent;
    private final Consumer<String> fatal;

    /** Ends the process when a selector has not responded for a minute. */
    SelectorWatch(ServerConnector connector) {
        this(connector, INTERVAL, MAX_SILENT, SelectorWatch::end);
    }

    /**
     * @param maxSilent the number of intervals without a response after which {@code fatal} is called. A process that was
     *     suspended loses one interval only.
     */
    SelectorWatch(ServerConnector connector, Duration interval, int maxSilent, Consumer<String> fatal) {
        this.connector = connector;
        this.interval = interval;
        this.maxSilent = maxSilent;
        this.fatal = fatal;
    }

    private static void end(String reason) {
        LOG.error("{}; the process ends, since it would live on without serving", reason);
        Runtime.getRuntime().halt(STATUS);
    }

    @Override
    protected void doStart() {
        Thread.ofPlatform().daemon().name("selector-watch").start(this::watch);
    }

    private void watch() {
        List<Answers> all = new ArrayList<>();
        for (ManagedSelector selector : connector.getSelectorManager().getBeans(ManagedSelector.class)) {
            all.add(new Answers(selector));
        }
        try {
            while (isStarting() || isRunning()) {
                Thread.sleep(interval);
                for (Answers answers : all) {
                    if (answers.silentFor() >= maxSilent && isRunning()) {
                        fatal.accept("A selector of the server has not answered " + maxSilent + " times in a row");
                        return;
                    }
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (OutOfMemoryError e) {
            fatal.accept("There is no memory left: " + e.getMessage());
        }
    }

    /** Whether one selector responds. */
    private static final class Answers {
        private final ManagedSelector selector;
        private volatile boolean answered = true;
        private int silent;

        Answers(ManagedSelector selector) {
            this.selector = selector;
        }

        /**
         * Returns for how many intervals the selector has not responded. If it has responded, another task is submitted to
         * it.
         */
        int silentFor() {
            if (answered) {
                answered = false;
                silent = 0;
                selector.submit(_ -> answered = true);
            } else {
                silent++;
            }
            return silent;
        }
    }
}
