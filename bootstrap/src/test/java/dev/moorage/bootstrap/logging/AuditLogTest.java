package dev.moorage.bootstrap.logging;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.moorage.application.event.RegistryEvents;
import dev.moorage.application.port.in.access.Caller;
import dev.moorage.application.port.in.access.RequestOrigin;
import dev.moorage.application.port.out.event.ChangeEvent;
import dev.moorage.application.port.out.event.RegistryEvent;
import dev.moorage.application.port.out.event.RequestEvent;
import dev.moorage.application.port.out.event.RequestEvent.Asked;
import dev.moorage.application.port.out.event.RequestEvent.Content;
import dev.moorage.application.port.out.event.RequestEvent.Reason;
import dev.moorage.application.port.out.event.RequestEvent.Target;
import dev.moorage.bootstrap.section.AuditConfig.Pulls;
import dev.moorage.domain.access.AccessQuestion;
import dev.moorage.domain.access.AccessRules;
import dev.moorage.domain.access.Decision;
import dev.moorage.domain.access.Subject;
import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.digest.DigestAlgorithm;
import dev.moorage.domain.name.RepositoryName;
import dev.moorage.domain.name.Tag;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Lines of the audit log. */
class AuditLogTest {
    private static final Instant NOW = Instant.parse("2026-11-30T12:00:00Z");
    private static final RepositoryName REPOSITORY = RepositoryName.parse("a/b");
    private static final Digest DIGEST =
            Digest.of(DigestAlgorithm.SHA256, "new".getBytes(StandardCharsets.US_ASCII));
    private static final Digest OTHER = Digest.of(DigestAlgorithm.SHA256, "old".getBytes(StandardCharsets.US_ASCII));

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

    private static Caller caller(String agent) {
        RequestOrigin origin =
                new RequestOrigin("", "192.0.2.7", "registry.example.org", "PUT", Optional.of(agent));
        return new Caller() {
            @Override
            public Subject subject() {
                return Subject.ANONYMOUS;
            }

            @Override
            public String tokenId() {
                return agent;
            }

            @Override
            public RequestOrigin origin() {
                return origin;
            }

            @Override
            public Decision decide(AccessQuestion question) {
                return new Decision.Allowed(AccessRules.USERS_MAY_ALL.rules().getFirst());
            }
        };
    }

    private static RequestEvent.Denied denied(Reason reason, Asked asked, String claimed) {
        return new RequestEvent.Denied(
                caller(claimed), 401, asked, reason, Optional.of(claimed), Optional.empty(), Optional.empty());
    }

    private static RequestEvent.Pulled pulled(Content content, boolean isHead) {
        return new RequestEvent.Pulled(
                caller("a"),
                200,
                new Target(content, REPOSITORY, List.of(), Optional.of(DIGEST)),
                Optional.empty(),
                OptionalLong.of(7),
                isHead,
                false);
    }

    /** Hands an event to an audit log as the registry does, and returns the number of lines. */
    private int logged(Pulls pulls, RegistryEvent event) {
        int before = lines.list.size();
        new RegistryEvents(List.of(new AuditLog(pulls, () -> NOW))).report(event);
        return lines.list.size() - before;
    }

    private JsonNode last() {
        return JsonMapper.shared().readTree(lines.list.getLast().getFormattedMessage());
    }

    @Test
    void whatAClientSendsStaysOnOneLineOfJsonWithABound() {
        String hostile = "\"},\n{\"user\":\"admin\u001b[2J\u202e" + "x".repeat(5000);
        assertThat(logged(Pulls.NONE, denied(Reason.CREDENTIALS, Asked.LOGIN, hostile)))
                .isEqualTo(1);
        String line = lines.list.getLast().getFormattedMessage();
        assertThat(line).hasSizeLessThan(1500).doesNotContain("\n", "\u001b", "\u202e");
        JsonNode read = last();
        assertThat(read.get("time").stringValue()).isEqualTo("2026-11-30T12:00:00Z");
        assertThat(read.get("agent").stringValue()).hasSize(256).startsWith("\"},\n{");
        assertThat(read.has("user")).isFalse();
    }

    @Test
    void pullsAreLoggedAsConfigured() {
        List<RegistryEvent> events = List.of(
                pulled(Content.MANIFEST, false),
                pulled(Content.BLOB, false),
                new RequestEvent.NamesListed(caller("a"), 200, Optional.empty()),
                pulled(Content.MANIFEST, true),
                denied(Reason.RIGHTS, Asked.PULL, "a"),
                new ChangeEvent.BlobDeleted(caller("a"), REPOSITORY, DIGEST));
        assertThat(events)
                .extracting(event -> logged(Pulls.NONE, event))
                .containsExactly(0, 0, 0, 0, 1, 1);
        assertThat(events)
                .extracting(event -> logged(Pulls.MANIFESTS, event))
                .containsExactly(1, 0, 0, 0, 1, 1);
        assertThat(events)
                .extracting(event -> logged(Pulls.ALL, event))
                .containsExactly(1, 1, 1, 0, 1, 1);
    }

    @Test
    void requestsThatBeginALoginOrWereNotCheckedHaveNoLine() {
        for (Reason reason : List.of(Reason.NO_CREDENTIALS, Reason.RATE, Reason.UNAVAILABLE)) {
            assertThat(logged(Pulls.ALL, denied(reason, Asked.LOGIN, "a"))).isZero();
        }
    }

    @Test
    void aTagThatMovesHasALineWithWhatItNamedBefore() {
        Tag tag = Tag.parse("v1");
        assertThat(logged(Pulls.NONE, new ChangeEvent.Tagged(caller("a"), REPOSITORY, tag, DIGEST, Optional.empty())))
                .isZero();
        assertThat(logged(
                        Pulls.NONE,
                        new ChangeEvent.Tagged(caller("a"), REPOSITORY, tag, DIGEST, Optional.of(DIGEST))))
                .isZero();
        assertThat(logged(
                        Pulls.NONE,
                        new ChangeEvent.Tagged(caller("a"), REPOSITORY, tag, DIGEST, Optional.of(OTHER))))
                .isEqualTo(1);
        assertThat(last().get("event").stringValue()).isEqualTo("move");
        assertThat(last().get("digest").stringValue()).isEqualTo(DIGEST.toString());
        assertThat(last().get("was").stringValue()).isEqualTo(OTHER.toString());
    }
}
