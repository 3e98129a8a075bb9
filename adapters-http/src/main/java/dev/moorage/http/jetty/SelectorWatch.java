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
 * Asks each selector of a connector for an answer, again and again. One that gives none has ended by an error, or is blocked for
 * good: its connections are served no more, while others still are. A process in that state ends, so that a new one takes its place.
 */
final class SelectorWatch extends AbstractLifeCycle {
    private static final Logger LOG = LoggerFactory.getLogger(SelectorWatch.class);
    private static final Duration INTERVAL = Duration.ofSeconds(1);
    private static final int MAX_SILENT = 60;
    /** As where Java ends for want of memory. */
    private static final int STATUS = 3;

    private final ServerConnector connector;
    private final Duration interval;
    private final int maxSilent;
    private final Consumer<String> fatal;

    /** Ends the process after a minute of silence. */
    SelectorWatch(ServerConnector connector) {
        this(connector, INTERVAL, MAX_SILENT, SelectorWatch::end);
    }

    /** @param maxSilent after how many intervals without an answer {@code fatal} is called; a process that was stopped loses one */
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

    /** What one selector answers. */
    private static final class Answers {
        private final ManagedSelector selector;
        private volatile boolean answered = true;
        private int silent;

        Answers(ManagedSelector selector) {
            this.selector = selector;
        }

        /** Asks again when there was an answer; else counts. */
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
