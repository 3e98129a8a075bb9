package dev.moorage.bootstrap.logging;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.moorage.application.port.out.audit.AuditEvent;
import dev.moorage.application.port.out.audit.AuditEvent.Client;
import dev.moorage.application.port.out.audit.AuditEvent.Content;
import dev.moorage.application.port.out.audit.AuditEvent.Kind;
import dev.moorage.application.port.out.audit.AuditEvent.Target;
import dev.moorage.bootstrap.section.AuditConfig.Pulls;
import dev.moorage.domain.access.Subject;
import dev.moorage.domain.name.RepositoryName;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Lines of the audit log. */
class AuditLogTest {
    private static final Instant NOW = Instant.parse("2026-11-30T12:00:00Z");

    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

    @BeforeEach
    void listen() {
        lines.start();
        Logger log = (Logger) LoggerFactory.getLogger(AuditLog.LOGGER);
        log.setLevel(Level.INFO);
        log.addAppender(lines);
    }

    @AfterEach
    void stopListening() {
        ((Logger) LoggerFactory.getLogger(AuditLog.LOGGER)).detachAppender(lines);
    }

    private static AuditEvent event(Kind kind, Optional<Content> content, boolean allowed, String agent) {
        Client client = new Client(Subject.ANONYMOUS, Optional.of(agent), agent, "192.0.2.7", Optional.of(agent));
        return new AuditEvent(
                kind,
                client,
                content.map(what -> new Target(what, RepositoryName.parse("a/b"), List.of(), Optional.empty())),
                allowed,
                200,
                Optional::empty);
    }

    private int logged(Pulls pulls, AuditEvent event) {
        int before = lines.list.size();
        new AuditLog(pulls, () -> NOW, Optional.empty()).record(event);
        return lines.list.size() - before;
    }

    @Test
    void whatAClientSendsStaysOnOneLineOfJsonWithABound() {
        String hostile = "\"},\n{\"user\":\"admin\u001b[2J\u202e" + "x".repeat(5000);
        assertThat(logged(Pulls.NONE, event(Kind.LOGIN, Optional.empty(), false, hostile)))
                .isEqualTo(1);
        String line = lines.list.getLast().getFormattedMessage();
        assertThat(line).hasSizeLessThan(1500).doesNotContain("\n", "\u001b", "\u202e");
        JsonNode read = JsonMapper.shared().readTree(line);
        assertThat(read.get("time").stringValue()).isEqualTo("2026-11-30T12:00:00Z");
        assertThat(read.get("agent").stringValue()).hasSize(256).startsWith("\"},\n{");
        assertThat(read.has("user")).isFalse();
    }

    @Test
    void pullsAreLoggedAsConfigured() {
        AuditEvent manifest = event(Kind.PULL, Optional.of(Content.MANIFEST), true, "a");
        AuditEvent blob = event(Kind.PULL, Optional.of(Content.BLOB), true, "a");
        AuditEvent list = event(Kind.LIST, Optional.empty(), true, "a");
        AuditEvent refused = event(Kind.PULL, Optional.of(Content.BLOB), false, "a");
        AuditEvent push = event(Kind.PUSH, Optional.of(Content.BLOB), true, "a");
        assertThat(List.of(manifest, blob, list, refused, push))
                .extracting(event -> logged(Pulls.NONE, event))
                .containsExactly(0, 0, 0, 1, 1);
        assertThat(List.of(manifest, blob, list, refused, push))
                .extracting(event -> logged(Pulls.MANIFESTS, event))
                .containsExactly(1, 0, 0, 1, 1);
        assertThat(List.of(manifest, blob, list, refused, push))
                .extracting(event -> logged(Pulls.ALL, event))
                .containsExactly(1, 1, 1, 1, 1);
    }
}
