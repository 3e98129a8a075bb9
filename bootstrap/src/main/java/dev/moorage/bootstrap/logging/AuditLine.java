package dev.moorage.bootstrap.logging;

import dev.moorage.application.port.in.access.Caller;
import dev.moorage.application.port.out.event.RequestEvent.Target;
import dev.moorage.domain.access.AccessQuestion;
import dev.moorage.domain.access.AccessRule;
import dev.moorage.domain.access.Action;
import dev.moorage.domain.access.Decision;
import dev.moorage.domain.access.Subject;
import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.name.Tag;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * One line of the audit log. It has {@code time} (RFC 3339), {@code event}, {@code allowed} and {@code status}, and as far as they are
 * known {@code user}, {@code how}, {@code claimed}, {@code token}, {@code request}, {@code address}, {@code agent}, {@code content},
 * {@code repository}, {@code tags}, {@code digest}, {@code was} and {@code rule}. What clients send is cut.
 *
 * @param status the HTTP status of the response
 * @param subject the caller, or for a token that was issued the caller of the token
 * @param tokenId of the caller's token or of the issued one, or empty
 * @param claimed the user name of credentials that were not accepted, or empty
 * @param was the manifest that a tag named before, or empty
 * @param rule the rule that decided, or empty
 */
record AuditLine(
        String event,
        boolean allowed,
        int status,
        Caller caller,
        Subject subject,
        String tokenId,
        Optional<String> claimed,
        Optional<Target> target,
        Optional<Digest> was,
        Optional<AccessRule> rule) {
    private static final int MAX_AGENT = 256;
    private static final int MAX_CLAIMED = 128;

    /** A line about a request that was allowed and is about no repository. */
    static AuditLine allowed(String event, int status, Caller caller, Subject subject, String tokenId) {
        return new AuditLine(
                event,
                true,
                status,
                caller,
                subject,
                tokenId,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    /** A line about an action on a repository that was allowed, with the rule that allows it now. */
    static AuditLine allowed(
            String event, int status, Caller caller, Action action, Target target, Optional<Digest> was) {
        Optional<Tag> tag = target.tags().stream().findFirst();
        Decision decision = caller.decide(new AccessQuestion(action, Optional.of(target.repository()), tag));
        return new AuditLine(
                event,
                true,
                status,
                caller,
                caller.subject(),
                caller.tokenId(),
                Optional.empty(),
                Optional.of(target),
                was,
                rule(decision));
    }

    /** A line about a request that was denied. */
    static AuditLine denied(
            String event,
            int status,
            Caller caller,
            Optional<String> claimed,
            Optional<Target> target,
            Optional<Decision> decision) {
        return new AuditLine(
                event,
                false,
                status,
                caller,
                caller.subject(),
                caller.tokenId(),
                claimed,
                target,
                Optional.empty(),
                decision.flatMap(AuditLine::rule));
    }

    private static Optional<AccessRule> rule(Decision decision) {
        return switch (decision) {
            case Decision.Allowed(AccessRule allowing) -> Optional.of(allowing);
            case Decision.Denied(Optional<AccessRule> denying, var _) -> denying;
        };
    }

    /** Returns the line as JSON without control characters. */
    String text(Instant time) {
        ObjectNode line = JsonNodeFactory.instance.objectNode();
        line.put("logger", AuditLog.LOGGER);
        line.put("time", time.toString());
        line.put("event", event);
        line.put("allowed", allowed);
        line.put("status", status);
        putClient(line);
        target.ifPresent(named -> put(named, line));
        was.ifPresent(digest -> line.put("was", digest.toString()));
        rule.ifPresent(deciding -> line.put("rule", deciding.origin().toString()));
        return PrintableText.escapedJson(line.toString());
    }

    private void putClient(ObjectNode line) {
        if (subject instanceof Subject.User user) {
            line.put("user", user.name());
            line.put("how", user.provider().toString());
        }
        claimed.ifPresent(name -> line.put("claimed", cut(name, MAX_CLAIMED)));
        if (!tokenId.isEmpty()) {
            line.put("token", cut(tokenId, MAX_CLAIMED));
        }
        if (!caller.origin().id().isEmpty()) {
            line.put("request", cut(caller.origin().id(), MAX_CLAIMED));
        }
        line.put("address", caller.origin().address());
        caller.origin().agent().ifPresent(agent -> line.put("agent", cut(agent, MAX_AGENT)));
    }

    private static void put(Target target, ObjectNode line) {
        line.put("content", target.content().name().toLowerCase(Locale.ROOT));
        line.put("repository", target.repository().value());
        if (!target.tags().isEmpty()) {
            var tags = line.putArray("tags");
            target.tags().stream().map(Tag::value).forEach(tags::add);
        }
        target.digest().ifPresent(digest -> line.put("digest", digest.toString()));
    }

    private static String cut(String text, int most) {
        return text.length() <= most ? text : text.substring(0, most);
    }
}
