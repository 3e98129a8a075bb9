package dev.moorage.bootstrap.logging;

import dev.moorage.application.port.in.access.Caller;
import dev.moorage.application.port.out.event.ChangeEvent;
import dev.moorage.application.port.out.event.EventKind;
import dev.moorage.application.port.out.event.EventListener;
import dev.moorage.application.port.out.event.RegistryEvent;
import dev.moorage.application.port.out.event.RequestEvent;
import dev.moorage.application.port.out.event.RequestEvent.Content;
import dev.moorage.application.port.out.event.RequestEvent.Reason;
import dev.moorage.application.port.out.event.RequestEvent.Target;
import dev.moorage.bootstrap.section.AuditConfig.Pulls;
import dev.moorage.domain.access.Action;
import dev.moorage.domain.access.Subject;
import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.name.RepositoryName;
import dev.moorage.domain.name.Tag;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs events as JSON lines: logins, tokens, pulls as configured, changes, and what was denied. A 401 that asks a client without
 * credentials for them is a part of each login and is not logged. Neither are logins that were not checked, since the failed ones
 * before them were logged.
 */
public final class AuditLog implements EventListener {
    /** The name of the logger. */
    public static final String LOGGER = "dev.moorage.audit";

    private static final Logger LOG = LoggerFactory.getLogger(LOGGER);

    /** The statuses with which changes are answered: the event comes before the answer. */
    private static final int CREATED = 201;

    private static final int ACCEPTED = 202;

    private final Set<EventKind> kinds;
    private final Pulls pulls;
    private final InstantSource clock;
    private final Optional<AuditFile> file;

    /**
     * @param file takes the lines instead of the logger, or is empty
     */
    public AuditLog(Pulls pulls, InstantSource clock, Optional<AuditFile> file) {
        this.pulls = pulls;
        this.clock = clock;
        this.file = file;
        this.kinds = EnumSet.of(
                EventKind.LOGGED_IN,
                EventKind.TOKEN_ISSUED,
                EventKind.DENIED,
                EventKind.BLOB_COMMITTED,
                EventKind.BLOB_MOUNTED,
                EventKind.MANIFEST_PUSHED,
                EventKind.TAGGED,
                EventKind.TAG_DELETED,
                EventKind.MANIFEST_DELETED,
                EventKind.BLOB_DELETED);
        if (pulls != Pulls.NONE) {
            kinds.add(EventKind.PULLED);
        }
        if (pulls == Pulls.ALL) {
            kinds.add(EventKind.NAMES_LISTED);
        }
    }

    @Override
    public boolean wants(EventKind kind) {
        return kinds.contains(kind);
    }

    @Override
    public void take(RegistryEvent event) {
        Optional<AuditLine> line = switch (event) {
            case RequestEvent request -> of(request);
            case ChangeEvent change -> of(change);
            default -> Optional.empty();
        };
        line.ifPresent(audited -> write(audited.text(clock.instant())));
    }

    private void write(String line) {
        file.ifPresentOrElse(one -> one.write(line), () -> LOG.info(line));
    }

    private Optional<AuditLine> of(RequestEvent event) {
        return switch (event) {
            case RequestEvent.LoggedIn(Caller caller, int status) ->
                Optional.of(AuditLine.allowed("login", status, caller, caller.subject(), caller.tokenId()));
            case RequestEvent.TokenIssued(Caller caller, int status, Subject subject, String id) ->
                Optional.of(AuditLine.allowed("token", status, caller, subject, id));
            case RequestEvent.NamesListed(Caller caller, int status, Optional<Target> of) ->
                Optional.of(
                        of.isPresent()
                                ? AuditLine.allowed("pull", status, caller, Action.PULL, of.get(), Optional.empty())
                                : AuditLine.allowed("list", status, caller, caller.subject(), caller.tokenId()));
            case RequestEvent.Pulled pull -> isLogged(pull) ? Optional.of(pulled(pull)) : Optional.empty();
            case RequestEvent.Denied denied -> isLogged(denied) ? Optional.of(denied(denied)) : Optional.empty();
        };
    }

    /** Returns whether a pull is logged. A HEAD asks whether content is there, and reads none. */
    private boolean isLogged(RequestEvent.Pulled pull) {
        return !pull.isHead() && (pulls == Pulls.ALL || pull.target().content() == Content.MANIFEST);
    }

    private static AuditLine pulled(RequestEvent.Pulled pull) {
        return AuditLine.allowed("pull", pull.status(), pull.caller(), Action.PULL, pull.target(), Optional.empty());
    }

    private static boolean isLogged(RequestEvent.Denied denied) {
        return denied.reason() == Reason.CREDENTIALS || denied.reason() == Reason.RIGHTS;
    }

    private static AuditLine denied(RequestEvent.Denied denied) {
        return AuditLine.denied(
                denied.asked().name().toLowerCase(Locale.ROOT),
                denied.status(),
                denied.caller(),
                denied.claimed(),
                denied.target(),
                denied.decision());
    }

    private static Optional<AuditLine> of(ChangeEvent event) {
        return switch (event) {
            case ChangeEvent.BlobCommitted blob -> Optional.of(pushed(blob, blob(blob.repository(), blob.digest())));
            case ChangeEvent.BlobMounted blob -> Optional.of(pushed(blob, blob(blob.repository(), blob.digest())));
            case ChangeEvent.ManifestPushed pushed ->
                Optional.of(pushed(
                        pushed,
                        manifest(
                                pushed.repository(),
                                pushed.tags(),
                                Optional.of(pushed.descriptor().digest()))));
            case ChangeEvent.Tagged tagged -> moved(tagged);
            case ChangeEvent.TagDeleted tag ->
                Optional.of(deleted(tag, manifest(tag.repository(), List.of(tag.tag()), tag.was())));
            case ChangeEvent.ManifestDeleted deleted ->
                Optional.of(deleted(
                        deleted, manifest(deleted.repository(), deleted.tags(), Optional.of(deleted.digest()))));
            case ChangeEvent.BlobDeleted blob -> Optional.of(deleted(blob, blob(blob.repository(), blob.digest())));
        };
    }

    private static Target blob(RepositoryName repository, Digest digest) {
        return new Target(Content.BLOB, repository, List.of(), Optional.of(digest));
    }

    private static Target manifest(RepositoryName repository, List<Tag> tags, Optional<Digest> digest) {
        return new Target(Content.MANIFEST, repository, tags, digest);
    }

    private static AuditLine pushed(ChangeEvent event, Target target) {
        return AuditLine.allowed("push", CREATED, event.caller(), Action.PUSH, target, Optional.empty());
    }

    private static AuditLine deleted(ChangeEvent event, Target target) {
        return AuditLine.allowed("delete", ACCEPTED, event.caller(), Action.DELETE, target, Optional.empty());
    }

    /** A tag that names another manifest than before has a line of its own. The line of the push has the new tags. */
    private static Optional<AuditLine> moved(ChangeEvent.Tagged tagged) {
        Optional<Digest> was = tagged.was().filter(before -> !before.equals(tagged.digest()));
        Target target = manifest(tagged.repository(), List.of(tagged.tag()), Optional.of(tagged.digest()));
        return was.isEmpty()
                ? Optional.empty()
                : Optional.of(AuditLine.allowed("move", CREATED, tagged.caller(), Action.PUSH, target, was));
    }
}
