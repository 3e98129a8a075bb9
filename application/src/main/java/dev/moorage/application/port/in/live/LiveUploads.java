package dev.moorage.application.port.in.live;

import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * The uploads of one moment, those with trouble first: stalled ones, then the oldest.
 *
 * @param taken the moment
 * @param isPartial whether there may be more uploads than these
 * @param replicas the servers that the uploads come from
 */
public record LiveUploads(Instant taken, boolean isPartial, List<Replica> replicas, List<LiveUpload> uploads) {
    public LiveUploads {
        Objects.requireNonNull(taken);
        replicas = List.copyOf(replicas);
        uploads = List.copyOf(uploads);
    }

    /**
     * A server.
     *
     * @param seen when it has reported its uploads
     */
    public record Replica(String name, Instant seen) {
        public Replica {
            Objects.requireNonNull(name);
            Objects.requireNonNull(seen);
        }
    }

    /** Returns whether something has changed besides the time. */
    public boolean differsFrom(LiveUploads earlier) {
        return isPartial != earlier.isPartial
                || !uploads.equals(earlier.uploads)
                || !replicas.stream()
                        .map(Replica::name)
                        .toList()
                        .equals(earlier.replicas.stream().map(Replica::name).toList());
    }

    /** Returns the number of uploads in a state. */
    public long count(UploadState state) {
        return uploads.stream().filter(upload -> upload.state() == state).count();
    }

    /** Returns the bytes per second of all uploads. */
    public long rate() {
        return uploads.stream().mapToLong(upload -> upload.flow().rate()).sum();
    }
}
