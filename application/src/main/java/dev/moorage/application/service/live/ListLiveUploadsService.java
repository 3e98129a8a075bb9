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
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Lists the uploads of this process for a caller. */
public final class ListLiveUploadsService implements ListLiveUploads {
    private static final Comparator<LiveUpload> TROUBLE_FIRST = Comparator.<LiveUpload, Boolean>comparing(
                    upload -> upload.state() != UploadState.STALLED)
            .thenComparing(upload -> upload.history().startedAt())
            .thenComparing(upload -> upload.id().toString());

    private final LiveTransfers transfers;
    private final String replica;
    private final InstantSource clock;

    /** @param replica the name of this process, for those that run several */
    public ListLiveUploadsService(LiveTransfers transfers, String replica, InstantSource clock) {
        this.transfers = transfers;
        this.replica = replica;
        this.clock = clock;
    }

    @Override
    public LiveUploads list(Caller caller, LiveFilter filter) {
        Instant now = clock.instant();
        Optional<String> user =
                caller.subject() instanceof Subject.User known ? Optional.of(known.name()) : Optional.empty();
        Visibility visible = new Visibility(caller);
        List<LiveUpload> uploads = transfers.now(replica).stream()
                .filter(upload -> filter.repository().map(upload.repository()::equals).orElse(true))
                .filter(upload -> filter.state().map(state -> state == upload.state()).orElse(true))
                .filter(upload -> !filter.isMine() || upload.client().user().equals(user))
                .filter(visible::has)
                .sorted(TROUBLE_FIRST)
                .toList();
        return new LiveUploads(now, false, List.of(new LiveUploads.Replica(replica, now)), uploads);
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
