package dev.moorage.application.service.live;

import dev.moorage.application.port.in.live.LiveUpload;
import java.util.List;
import java.util.Objects;

/**
 * What a replica reports to the others.
 *
 * @param replica the name of the replica
 * @param isCut whether it has more uploads than these
 */
record LiveReport(String replica, boolean isCut, List<LiveUpload> uploads) {
    LiveReport {
        Objects.requireNonNull(replica);
        uploads = List.copyOf(uploads);
    }
}
