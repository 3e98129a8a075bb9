package dev.moorage.application.service.retention.pulls;

import dev.moorage.domain.name.RepositoryName;
import java.time.LocalDate;
import java.util.Optional;

/** When manifests were last pulled, as far as it is known. */
public final class PullTimes {
    /** Nothing is known. */
    public static final PullTimes NONE = new PullTimes(new LatestNumbers(), Optional.empty());

    private final LatestNumbers days;
    private final Optional<LocalDate> since;

    PullTimes(LatestNumbers days, Optional<LocalDate> since) {
        this.days = days;
        this.since = since;
    }

    /** Returns the first whole day, in UTC, since which all pulls are known. Empty if they are not. */
    public Optional<LocalDate> since() {
        return since;
    }

    /**
     * Returns the last day, in UTC, on which clients have pulled something by this name.
     *
     * @param reference a tag or a digest
     */
    public Optional<LocalDate> last(RepositoryName repository, String reference) {
        int day = days.get(new Pull(repository, reference).number());
        return day == Integer.MIN_VALUE ? Optional.empty() : Optional.of(LocalDate.ofEpochDay(day));
    }
}
