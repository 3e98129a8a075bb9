package dev.moorage.bootstrap.mirror;

import dev.moorage.application.port.in.mirror.MirrorRequest;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What is copied, and from where.
 *
 * @param registries every registry that an entry names
 */
public record MirrorPlan(List<Entry> entries, List<SourceRegistry> registries) {
    public MirrorPlan {
        entries = List.copyOf(entries);
        registries = List.copyOf(registries);
    }

    /**
     * One element of {@code sync}.
     *
     * @param source how the file names what is copied
     * @param path where it stands in the file
     * @param interval the time from the end of a copy to the next one. Empty if it is copied once
     */
    public record Entry(String source, String path, MirrorRequest request, Optional<Duration> interval) {
        public Entry {
            Objects.requireNonNull(source);
            Objects.requireNonNull(path);
            Objects.requireNonNull(request);
            Objects.requireNonNull(interval);
        }
    }
}
