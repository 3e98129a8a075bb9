package dev.moorage.bootstrap.logging;

import dev.moorage.application.port.out.audit.AuditEvent;
import dev.moorage.application.port.out.audit.AuditEvent.Client;
import dev.moorage.application.port.out.audit.AuditEvent.Content;
import dev.moorage.application.port.out.audit.AuditEvent.Kind;
import dev.moorage.application.port.out.audit.AuditEvent.Target;
import dev.moorage.application.port.out.audit.AuditTrail;
import dev.moorage.bootstrap.section.AuditConfig.Pulls;
import dev.moorage.domain.access.AccessRule;
import dev.moorage.domain.access.Decision;
import dev.moorage.domain.access.Subject;
import dev.moorage.domain.name.Tag;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Logs events as JSON lines. A line has {@code time} (RFC 3339), {@code event}, {@code allowed} and {@code status}, and as far as they
 * are known {@code user}, {@code how}, {@code claimed}, {@code token}, {@code address}, {@code agent}, {@code content}, {@code
 * repository}, {@code tags}, {@code digest} and {@code rule}.
 */
public final class AuditLog implements AuditTrail {
    /** The name of the logger. */
    public static final String LOGGER = "dev.moorage.audit";

    private static final Logger LOG = LoggerFactory.getLogger(LOGGER);
    private static final int MAX_AGENT = 256;
    private static final int MAX_CLAIMED = 128;

    private final Pulls pulls;
    private final InstantSource clock;
    private final Optional<AuditFile> file;

    /** @param file takes the lines instead of the logger, or is empty */
    public AuditLog(Pulls pulls, InstantSource clock, Optional<AuditFile> file) {
        this.pulls = pulls;
        this.clock = clock;
        this.file = file;
    }

    @Override
    public void record(AuditEvent event) {
        if (isLogged(event)) {
            String line = PrintableText.escapedJson(line(event));
            file.ifPresentOrElse(one -> one.write(line), () -> LOG.info(line));
        }
    }

    private boolean isLogged(AuditEvent event) {
        boolean isPull = event.kind() == Kind.PULL || event.kind() == Kind.LIST;
        if (!isPull || !event.isAllowed()) {
            return true;
        }
        return switch (pulls) {
            case NONE -> false;
            case MANIFESTS -> event.target().map(Target::content).equals(Optional.of(Content.MANIFEST));
            case ALL -> true;
        };
    }

    private String line(AuditEvent event) {
        ObjectNode line = JsonNodeFactory.instance.objectNode();
        line.put("logger", LOGGER);
        line.put("time", clock.instant().toString());
        line.put("event", word(event.kind()));
        line.put("allowed", event.isAllowed());
        line.put("status", event.status());
        put(event.client(), line);
        event.target().ifPresent(target -> put(target, line));
        event.decision().get().flatMap(AuditLog::rule).ifPresent(rule -> line.put("rule", rule));
        return line.toString();
    }

    private static void put(Client client, ObjectNode line) {
        if (client.subject() instanceof Subject.User user) {
            line.put("user", user.name());
            line.put("how", user.provider().toString());
        }
        client.claimed().ifPresent(name -> line.put("claimed", cut(name, MAX_CLAIMED)));
        if (!client.tokenId().isEmpty()) {
            line.put("token", cut(client.tokenId(), MAX_CLAIMED));
        }
        line.put("address", client.address());
        client.agent().ifPresent(agent -> line.put("agent", cut(agent, MAX_AGENT)));
    }

    private static void put(Target target, ObjectNode line) {
        line.put("content", word(target.content()));
        line.put("repository", target.repository().value());
        if (!target.tags().isEmpty()) {
            var tags = line.putArray("tags");
            target.tags().stream().map(Tag::value).forEach(tags::add);
        }
        target.digest().ifPresent(digest -> line.put("digest", digest.toString()));
    }

    private static Optional<String> rule(Decision decision) {
        Optional<AccessRule> rule = switch (decision) {
            case Decision.Allowed(AccessRule allowing) -> Optional.of(allowing);
            case Decision.Denied(Optional<AccessRule> denying, var _) -> denying;
        };
        return rule.map(found -> found.origin().toString());
    }

    private static String cut(String text, int most) {
        return text.length() <= most ? text : text.substring(0, most);
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
