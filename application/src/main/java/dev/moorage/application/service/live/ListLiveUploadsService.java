package dev.moorage.application.service.live;

import dev.moorage.application.port.in.access.Caller;
import dev.moorage.application.port.in.live.ListLiveUploads;
import dev.moorage.application.port.in.live.LiveFilter;
import dev.moorage.application.port.in.live.LiveUpload;
import dev.moorage.application.port.in.live.LiveUploads;
import dev.moorage.application.port.in.live.UploadState;
import dev.moorage.domain.access.AccessQuestion;
import dev.moorage.domain.access.Action;
import dev.moorage.domain.access.Subject;
import dev.moorage.domain.name.RepositoryName;
import dev.moorage.domain.upload.UploadId;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Lists the uploads of this process, and those that other replicas report, for a caller. */
public final class ListLiveUploadsService implements ListLiveUploads {
    private final LiveTransfers transfers;
    private final Replica replica;
    private final OtherReplicas others;
    private final InstantSource clock;

    public ListLiveUploadsService(LiveTransfers transfers, Replica replica, OtherReplicas others, InstantSource clock) {
        this.transfers = transfers;
        this.replica = replica;
        this.others = others;
        this.clock = clock;
    }

    @Override
    public LiveUploads list(Caller caller, LiveFilter filter) {
        Instant now = clock.instant();
        Optional<String> user =
                caller.subject() instanceof Subject.User known ? Optional.of(known.name()) : Optional.empty();
        Visibility visible = new Visibility(caller);
        OtherReplicas.Found found = others.read();
        List<LiveUpload> uploads = all(found).stream()
                .filter(upload ->
                        filter.repository().map(upload.repository()::equals).orElse(true))
                .filter(upload ->
                        filter.state().map(state -> state == upload.state()).orElse(true))
                .filter(upload -> !filter.isMine() || upload.client().user().equals(user))
                .filter(visible::has)
                .sorted(troubleFirst())
                .toList();
        List<LiveUploads.Replica> replicas = new ArrayList<>(List.of(new LiveUploads.Replica(replica.name(), now)));
        replicas.addAll(found.replicas());
        return new LiveUploads(now, found.isPartial(), replicas, uploads);
    }

    /** Made when it is needed, and not when a server starts. */
    private static Comparator<LiveUpload> troubleFirst() {
        return Comparator.<LiveUpload, Boolean>comparing(upload -> upload.state() != UploadState.STALLED)
                .thenComparing(upload -> upload.history().startedAt())
                .thenComparing(upload -> upload.id().toString());
    }

    /** Returns each upload once. One that has gone on at another replica is the one of that replica. */
    private Collection<LiveUpload> all(OtherReplicas.Found found) {
        Map<UploadId, LiveUpload> all = new HashMap<>();
        transfers.now(replica.name()).forEach(upload -> all.put(upload.id(), upload));
        found.uploads()
                .forEach(upload -> all.merge(
                        upload.id(),
                        upload,
                        (one, other) -> one.history()
                                        .lastByteAt()
                                        .isBefore(other.history().lastByteAt())
                                ? other
                                : one));
        return all.values();
    }

    /** The uploads that a caller may see. Each repository is asked about once. */
    private static final class Visibility {
        private final Caller caller;
        private final boolean seesAll;
        private final Map<RepositoryName, Boolean> known = new HashMap<>();

        Visibility(Caller caller) {
            this.caller = caller;
            this.seesAll = caller.may(AccessQuestion.LIST);
        }

        boolean has(LiveUpload upload) {
            return seesAll
                    || known.computeIfAbsent(upload.repository(), repository -> caller.may(Action.PUSH, repository));
        }
    }
}
