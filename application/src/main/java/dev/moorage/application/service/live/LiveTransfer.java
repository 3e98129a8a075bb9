package dev.moorage.application.service.live;

import dev.moorage.application.port.in.access.Caller;
import dev.moorage.application.port.in.live.LiveUpload;
import dev.moorage.application.port.in.live.UploadState;
import dev.moorage.application.port.out.event.BodyProgress;
import dev.moorage.application.port.out.event.UploadEvent;
import dev.moorage.domain.access.Subject;
import dev.moorage.domain.name.RepositoryName;
import dev.moorage.domain.upload.UploadId;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** What this process knows of an upload. The lock of {@link LiveTransfers} guards it. */
final class LiveTransfer {

    private final UploadId id;
    private final RepositoryName repository;
    private final RecentRate rate = new RecentRate();
    private @Nullable BodyProgress body;
    private LiveUpload.Client client;
    private Instant startedAt;
    private Instant bodyBegan;
    private Instant lastByteAt;
    private OptionalLong expected = OptionalLong.empty();
    private OptionalLong durable = OptionalLong.empty();

    /** The bytes before the body. */
    private long base;

    /** The bytes of the last body, if it broke off. They count until another body is read. */
    private long broken;

    /** The bytes of the body when a reader has asked last. */
    private long seen;

    private int requests;
    private int resumed;
    private int fenced;

    LiveTransfer(UploadEvent.BodyBegun first, Instant now) {
        this.id = first.upload();
        this.repository = first.repository();
        this.startedAt = now;
        this.lastByteAt = now;
        this.bodyBegan = now;
        this.client = client(first.caller());
    }

    private static LiveUpload.Client client(Caller caller) {
        Optional<String> user =
                caller.subject() instanceof Subject.User known ? Optional.of(known.name()) : Optional.empty();
        return new LiveUpload.Client(
                user,
                caller.origin().address(),
                caller.origin().product(),
                caller.origin().method());
    }

    void begun(UploadEvent.BodyBegun begun, Instant now) {
        body = begun.progress();
        client = client(begun.caller());
        expected = begun.expected();
        bodyBegan = now;
        lastByteAt = now;
        seen = 0;
        requests++;
        rate.begin();
    }

    /** Ends a body. The result is false where another body has begun since. */
    boolean ended(UploadEvent.BodyEnded ended, Instant now) {
        if (!ended.progress().equals(body)) {
            return false;
        }
        if (ended.end() == UploadEvent.BodyEnd.COMPLETE) {
            base += ended.progress().received();
            broken = 0;
        } else if (ended.end() == UploadEvent.BodyEnd.REFUSED) {
            requests--;
        } else {
            broken = ended.progress().received();
        }
        lastByteAt = now.minus(ended.progress().idle());
        expected = OptionalLong.empty();
        body = null;
        return true;
    }

    /** Takes what the record says, which has seen the requests at other replicas too. */
    void recorded(UploadEvent.Recorded event) {
        durable = OptionalLong.of(event.offset());
        requests = Math.max(requests, event.requests());
        resumed = Math.max(resumed, event.resumed());
        if (event.startedAt().isBefore(startedAt)) {
            startedAt = event.startedAt();
        }
        if (event.isClaim()) {
            base = event.offset();
            broken = 0;
        }
    }

    void resumed(long offset) {
        base = offset;
        broken = 0;
        resumed++;
    }

    /** Returns whether the registry has accepted a request of the upload. */
    boolean isAccepted() {
        return requests > 0;
    }

    void fenced() {
        fenced++;
    }

    LiveUpload at(Instant now, String replica) {
        BodyProgress progress = body;
        long received = progress == null ? broken : progress.received();
        UploadState state = state(progress);
        if (progress != null && received != seen) {
            // Computed once for each byte, so that an upload that stalls is the same for each reader.
            lastByteAt = now.minus(progress.idle());
            seen = received;
        }
        long bytes = base + received;
        boolean flows = state == UploadState.RECEIVING;
        long recent = rate.at(now, bytes, RecentRate.perSecond(received, Duration.between(bodyBegan, now)));
        long mean = RecentRate.perSecond(bytes, Duration.between(startedAt, lastByteAt));
        OptionalLong whole = expected.isPresent() ? OptionalLong.of(base + expected.getAsLong()) : expected;
        return new LiveUpload(
                id,
                repository,
                state,
                replica,
                client,
                new LiveUpload.Flow(bytes, durable, whole, flows ? recent : 0, mean),
                new LiveUpload.History(startedAt, lastByteAt, requests, resumed, fenced));
    }

    private static UploadState state(@Nullable BodyProgress progress) {
        return progress == null ? UploadState.IDLE : OpenBodies.state(progress);
    }
}
