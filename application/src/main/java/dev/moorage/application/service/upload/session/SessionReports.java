package dev.moorage.application.service.upload.session;

import dev.moorage.application.event.RegistryEvents;
import dev.moorage.application.port.in.access.RequestOrigin;
import dev.moorage.application.port.in.upload.UploadBody;
import dev.moorage.application.port.in.upload.UploadHistory;
import dev.moorage.application.port.in.upload.UploadRequest;
import dev.moorage.application.port.out.event.EventKind;
import dev.moorage.application.port.out.event.UploadEvent;
import dev.moorage.application.port.out.event.UploadEvent.Place;
import dev.moorage.domain.access.Subject;
import java.util.Optional;
import java.util.OptionalLong;

/** Keeps the history of an upload for one request, and reports what its record has. */
final class SessionReports {
    /** Longer names of users are left out of records, which are written again and again. */
    private static final int MAX_USER = 256;

    private final RegistryEvents events;
    private final UploadRequest upload;

    SessionReports(RegistryEvents events, UploadRequest upload) {
        this.events = events;
        this.upload = upload;
    }

    /**
     * Returns the history with this request. A request without a body leaves it as it is.
     *
     * @param offset where the body begins, in bytes of the upload
     */
    UploadHistory with(UploadHistory before, Optional<UploadBody> body, long offset) {
        if (body.isEmpty() || body.get().length().orElse(-1) == 0) {
            return before;
        }
        OptionalLong length = body.get().length();
        RequestOrigin origin = upload.caller().origin();
        Optional<String> user =
                upload.caller().subject() instanceof Subject.User known ? Optional.of(known.name()) : Optional.empty();
        return new UploadHistory(
                user.filter(name -> name.length() <= MAX_USER),
                origin.address(),
                origin.product(),
                before.requests() + 1,
                before.resumed(),
                length.isPresent() ? OptionalLong.of(offset + length.getAsLong()) : length);
    }

    /** Returns the history of an upload that goes on from bytes of a request that broke off. */
    static UploadHistory resumed(UploadHistory before) {
        return new UploadHistory(
                before.user(),
                before.address(),
                before.product(),
                before.requests(),
                before.resumed() + 1,
                before.expected());
    }

    /** Reports that the upload goes on from bytes of a request that broke off, which was served at a place. */
    void reportResumed(long offset, Place from) {
        if (events.wants(EventKind.UPLOAD_RESUMED)) {
            events.report(new UploadEvent.Resumed(upload.caller(), upload.repository(), upload.id(), offset, from));
        }
    }

    /** Reports bytes that were read again for the hash, if there were any. */
    void reportRehashed(long bytes) {
        if (bytes > 0 && events.wants(EventKind.UPLOAD_REHASHED)) {
            events.report(new UploadEvent.Rehashed(upload.caller(), upload.repository(), upload.id(), bytes));
        }
    }

    /** Reports that this request is the only writer now, and begins at an offset in bytes. */
    void reportClaim(SessionRecord record, long offset) {
        report(record, offset, true);
    }

    /** Reports the record as it was stored in the course of this request. */
    void reportRecord(SessionRecord record) {
        report(record, record.session().offset(), false);
    }

    private void report(SessionRecord record, long offset, boolean isClaim) {
        if (events.wants(EventKind.UPLOAD_RECORDED)) {
            events.report(new UploadEvent.Recorded(
                    upload.caller(),
                    upload.repository(),
                    upload.id(),
                    record.session().startedAt(),
                    offset,
                    record.history().requests(),
                    record.history().resumed(),
                    isClaim));
        }
    }
}
