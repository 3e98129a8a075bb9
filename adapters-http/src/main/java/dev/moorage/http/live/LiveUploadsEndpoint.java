package dev.moorage.http.live;

import dev.moorage.application.port.in.live.ListLiveUploads;
import dev.moorage.application.port.in.live.LiveFilter;
import dev.moorage.application.port.in.live.LiveUpload;
import dev.moorage.application.port.in.live.LiveUploads;
import dev.moorage.application.port.in.live.ScanUploads;
import dev.moorage.application.port.in.live.ScannedUploads;
import dev.moorage.application.port.in.live.UploadState;
import dev.moorage.application.port.in.upload.CancelResult;
import dev.moorage.application.port.in.upload.EndUpload;
import dev.moorage.application.port.in.upload.EndUploadCommand;
import dev.moorage.domain.error.ErrorCode;
import dev.moorage.domain.error.RegistryException;
import dev.moorage.domain.name.RepositoryName;
import dev.moorage.domain.upload.UploadId;
import dev.moorage.http.endpoint.OpenUploads;
import dev.moorage.http.exchange.Exchange;
import dev.moorage.http.exchange.HttpError;
import java.io.IOException;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** Serves the list of uploads that are under way, and ends one of them. */
public final class LiveUploadsEndpoint {
    private static final int SCANNED = 100;
    private static final int MAX_SCANNED = 200;

    private final ListLiveUploads list;
    private final ScanUploads scan;
    private final EndUpload end;
    private final OpenUploads open;
    private final LiveUploadStream stream;

    /** @param isStopping whether the registry stops */
    public LiveUploadsEndpoint(
            ListLiveUploads list, ScanUploads scan, EndUpload end, OpenUploads open, BooleanSupplier isStopping) {
        this.list = list;
        this.scan = scan;
        this.end = end;
        this.open = open;
        this.stream = new LiveUploadStream(list, isStopping);
    }

    /** Serves the uploads that the caller may see, once or as a stream of events. */
    public void list(Exchange exchange) throws IOException {
        exchange.header("Vary", "Accept");
        if (exchange.requestList("Accept")
                .filter(types -> types.contains(LiveUploadStream.TYPE))
                .isPresent()) {
            stream.serve(exchange, filter(exchange));
            return;
        }
        if (exchange.query().last("scan").filter("true"::equals).isPresent()) {
            scan(exchange);
            return;
        }
        LiveUploads uploads = list.list(exchange.caller(), filter(exchange));
        exchange.header("Cache-Control", "no-store").json(200, LiveUploadsJson.of(uploads));
    }

    private void scan(Exchange exchange) throws IOException {
        ScannedUploads page = scan.scan(
                exchange.caller(),
                exchange.query().last("repository").map(RepositoryName::parse),
                exchange.query().last("last"),
                exchange.query().number("n", SCANNED, 1, MAX_SCANNED));
        exchange.header("Cache-Control", "no-store").json(200, LiveUploadsJson.of(page));
    }

    private static LiveFilter filter(Exchange exchange) {
        Optional<UploadState> state = exchange.query().last("state").map(LiveUploadsEndpoint::state);
        return new LiveFilter(
                exchange.query().last("repository").map(RepositoryName::parse),
                state,
                exchange.query().last("mine").filter("true"::equals).isPresent());
    }

    private static UploadState state(String word) {
        return UploadState.tryParse(word)
                .orElseThrow(() -> new HttpError(
                        400, ErrorCode.UNSUPPORTED, "state is none of receiving, stalled, committing, idle"));
    }

    /** Serves or ends one upload. */
    public void handle(Exchange exchange, String text) throws IOException {
        RepositoryName repository = exchange.query()
                .last("repository")
                .map(RepositoryName::parse)
                .orElseThrow(() -> new RegistryException(ErrorCode.NAME_INVALID, "repository is missing"));
        UploadId id = UploadId.tryParse(text).orElseThrow(LiveUploadsEndpoint::unknown);
        if (exchange.method().equals("DELETE")) {
            end(exchange, repository, id);
        } else {
            show(exchange, repository, id);
        }
    }

    private void show(Exchange exchange, RepositoryName repository, UploadId id) throws IOException {
        LiveFilter filter = new LiveFilter(Optional.of(repository), Optional.empty(), false);
        LiveUpload upload = list.list(exchange.caller(), filter).uploads().stream()
                .filter(each -> each.id().equals(id))
                .findFirst()
                .orElseThrow(LiveUploadsEndpoint::unknown);
        exchange.header("Cache-Control", "no-store").json(200, LiveUploadsJson.of(upload));
    }

    private void end(Exchange exchange, RepositoryName repository, UploadId id) throws IOException {
        CancelResult result = end.end(new EndUploadCommand(exchange.caller(), repository, id));
        if (!(result instanceof CancelResult.Cancelled)) {
            throw unknown();
        }
        open.ended(id);
        exchange.empty(204);
    }

    private static RegistryException unknown() {
        return new RegistryException(ErrorCode.BLOB_UPLOAD_UNKNOWN, "the repository has no such upload");
    }
}
