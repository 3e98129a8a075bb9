package dev.moorage.application.service.live;

import dev.moorage.application.port.in.access.Caller;
import dev.moorage.application.port.in.live.ListLiveUploads;
import dev.moorage.application.port.in.live.LiveFilter;
import dev.moorage.application.port.in.live.LiveUpload;
import dev.moorage.application.port.in.live.ScanUploads;
import dev.moorage.application.port.in.live.ScannedUploads;
import dev.moorage.application.port.in.live.UploadState;
import dev.moorage.application.port.in.upload.StoredUpload;
import dev.moorage.application.port.in.upload.UploadHistory;
import dev.moorage.application.service.upload.purge.UploadPage;
import dev.moorage.application.service.upload.purge.UploadPages;
import dev.moorage.domain.access.AccessQuestion;
import dev.moorage.domain.access.Action;
import dev.moorage.domain.error.ErrorCode;
import dev.moorage.domain.error.RegistryException;
import dev.moorage.domain.name.RepositoryName;
import dev.moorage.domain.upload.UploadId;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Lists the uploads in the storage. Those that a server receives now are as the list of uploads under way has them. */
public final class ScanUploadsService implements ScanUploads {
    private static final int MAX_PAGE = 200;

    private final UploadPages pages;
    private final ListLiveUploads live;
    private final InstantSource clock;

    public ScanUploadsService(UploadPages pages, ListLiveUploads live, InstantSource clock) {
        this.pages = pages;
        this.live = live;
        this.clock = clock;
    }

    @Override
    public ScannedUploads scan(Caller caller, Optional<RepositoryName> repository, Optional<String> after, int limit)
            throws IOException {
        boolean isAllowed =
                caller.may(AccessQuestion.LIST) || repository.isPresent() && caller.may(Action.PUSH, repository.get());
        if (!isAllowed) {
            throw new RegistryException(ErrorCode.DENIED, "all uploads are for callers that may list all repositories");
        }
        UploadPage page = pages.read(repository, after, Math.min(limit, MAX_PAGE));
        LiveFilter filter = new LiveFilter(repository, Optional.empty(), false);
        Map<UploadId, LiveUpload> known = live.list(caller, filter).uploads().stream()
                .collect(Collectors.toMap(LiveUpload::id, Function.identity()));
        return new ScannedUploads(
                clock.instant(),
                page.uploads().stream()
                        .map(stored -> known.containsKey(stored.id()) ? known.get(stored.id()) : idle(stored))
                        .toList(),
                page.next(),
                page.isPartial(),
                page.reads());
    }

    private static LiveUpload idle(StoredUpload stored) {
        UploadHistory history = stored.history();
        long mean = RecentRate.perSecond(stored.bytes(), Duration.between(stored.startedAt(), stored.lastActivity()));
        return new LiveUpload(
                stored.id(),
                stored.repository(),
                UploadState.IDLE,
                "",
                new LiveUpload.Client(history.user(), history.address(), history.product(), ""),
                new LiveUpload.Flow(stored.bytes(), OptionalLong.of(stored.bytes()), history.expected(), 0, mean),
                new LiveUpload.History(
                        stored.startedAt(), stored.lastActivity(), history.requests(), history.resumed(), 0));
    }
}
