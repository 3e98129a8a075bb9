package dev.moorage.bootstrap.logging;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.encoder.Encoder;
import com.sun.management.ThreadMXBean;
import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.name.Reference;
import dev.moorage.domain.name.RepositoryName;
import dev.moorage.http.log.AccessLog;
import dev.moorage.http.log.RequestContext;
import dev.moorage.http.log.ServedRequest;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Guards the memory that a line of the access log takes, by format. A line is made for each request. */
class AccessLogAllocationsTest {
    private static final int LINES = 20_000;
    private static final RequestContext CONTEXT = new RequestContext("0199e0c4-5c1b-7d55-9a3e", Optional.empty());

    private final LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    private final LineFields fields = new LineFields(Map.of("service", "registry"));

    /** A pull of a manifest as docker sends it. */
    private record Pull(RequestContext context, Result result) implements ServedRequest {
        @Override
        public String method() {
            return "GET";
        }

        @Override
        public String path() {
            return "/v2/team/app/manifests/latest";
        }

        @Override
        public String protocol() {
            return "HTTP/1.1";
        }

        @Override
        public String remote() {
            return "10.3.0.7";
        }

        @Override
        public Optional<String> host() {
            return Optional.of("registry.example.org:5000");
        }

        @Override
        public Optional<String> userAgent() {
            return Optional.of("docker/29.1 go/go1.24 git-commit/0000000 kernel/6.1 os/linux arch/amd64");
        }

        @Override
        public Optional<String> referrer() {
            return Optional.empty();
        }

        @Override
        public Optional<String> contentType() {
            return Optional.empty();
        }

        @Override
        public Optional<RepositoryName> repository() {
            return Optional.of(RepositoryName.parse("team/app"));
        }

        @Override
        public Optional<Reference> reference() {
            return Optional.of(Reference.parse("latest"));
        }

        @Override
        public Optional<Digest> digest() {
            return Optional.empty();
        }

        @Override
        public Optional<String> upload() {
            return Optional.empty();
        }
    }

    private long bytesOfALine(AccessLog log, Encoder<ILoggingEvent> encoder) {
        Logger logger = context.getLogger(AccessLogFormats.LOGGER);
        Level before = logger.getLevel();
        boolean additive = logger.isAdditive();
        OutputStreamAppender<ILoggingEvent> appender = new OutputStreamAppender<>();
        appender.setContext(context);
        appender.setEncoder(encoder);
        appender.setOutputStream(OutputStream.nullOutputStream());
        appender.start();
        logger.addAppender(appender);
        logger.setAdditive(false);
        logger.setLevel(Level.INFO);
        Pull pull = new Pull(
                CONTEXT,
                new ServedRequest.Result(Optional.of("ci"), 200, Optional.of("application/json"), 0, 527, 1_500_000));
        try {
            return ScopedValue.where(RequestContext.CURRENT, CONTEXT).call(() -> {
                write(log, pull);
                ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
                long begun = threads.getCurrentThreadAllocatedBytes();
                write(log, pull);
                return (threads.getCurrentThreadAllocatedBytes() - begun) / LINES;
            });
        } finally {
            logger.detachAppender(appender);
            logger.setAdditive(additive);
            logger.setLevel(before);
        }
    }

    private static void write(AccessLog log, Pull pull) {
        for (int i = 0; i < LINES; i++) {
            log.log(pull);
        }
    }

    @Test
    void aLineOfJsonTakesLessThanALineOfTextAndEachHasItsLimit() {
        long text = bytesOfALine(new TextAccessLog(), BoundedEncoder.started(context, fields));
        long combined = bytesOfALine(new CombinedAccessLog(InstantSource.system()), WholeLineEncoder.plain(context));
        long json = bytesOfALine(
                new JsonAccessLog(JsonShape.PLAIN, InstantSource.system()), WholeLineEncoder.json(context, fields));
        System.out.println("bytes of a line: text " + text + ", combined " + combined + ", json " + json);
        assertThat(text).isLessThan(8_000);
        assertThat(combined).isLessThan(3_000);
        assertThat(json).isLessThan(7_000);
    }
}
