package dev.moorage.application.service.retention;

import dev.moorage.application.service.access.CurrentRules;
import dev.moorage.application.service.retention.pulls.PullRecords;
import dev.moorage.application.service.retention.pulls.PullTimes;
import dev.moorage.domain.name.RepositoryName;
import dev.moorage.domain.retention.Moment;
import dev.moorage.domain.retention.RetentionPolicies;
import dev.moorage.domain.retention.RetentionPolicy;
import dev.moorage.storage.spi.StorageDriver;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * The policies of retention, for collections and for explanations of what a collection would do.
 *
 * @param rules say which tags can be written once only
 */
public record Retentions(RetentionPolicies policies, CurrentRules rules) {
    public Retentions {
        Objects.requireNonNull(policies);
        Objects.requireNonNull(rules);
    }

    /** Returns whether there is any policy. */
    public boolean areAny() {
        return !policies.policies().isEmpty();
    }

    /**
     * Begins a pass over repositories.
     *
     * @param now by the store's clock
     * @param grace what was pushed within this time stays
     * @param folds whether records of pulls are added to their summaries. If not, nothing is written
     * @throws IOException the records of pulls cannot be read
     */
    public Pass begin(StorageDriver storage, Instant now, Duration grace, boolean folds) throws IOException {
        PullTimes pulls = PullTimes.NONE;
        if (policies.needPulls()) {
            PullRecords records = new PullRecords(storage);
            if (folds) {
                records.fold(now);
            }
            pulls = records.read(now);
        }
        return new Pass(this, pulls, new Moment(now, grace, pulls.since()));
    }

    /**
     * Begins a pass over one repository, in which nothing is written: {@link #begin}.
     *
     * @throws IOException the records of pulls cannot be read
     */
    public Pass beginFor(RepositoryName repository, StorageDriver storage, Instant now, Duration grace)
            throws IOException {
        boolean needsPulls =
                policies.of(repository).filter(RetentionPolicy::needsPulls).isPresent();
        PullTimes pulls = needsPulls ? new PullRecords(storage).read(now, repository) : PullTimes.NONE;
        return new Pass(this, pulls, new Moment(now, grace, pulls.since()));
    }

    /**
     * A pass over repositories, in which all decisions are of one moment.
     *
     * @param pulls when manifests were last pulled
     */
    public record Pass(Retentions retentions, PullTimes pulls, Moment moment) {
        public Pass {
            Objects.requireNonNull(retentions);
            Objects.requireNonNull(pulls);
            Objects.requireNonNull(moment);
        }

        /** Returns what is known and decided of a repository. Empty if no policy is for it. */
        public Optional<RepositoryRetention> of(RepositoryName repository) {
            return of(repository, Optional.empty());
        }

        /**
         * Returns what is known and decided of a repository. Empty if no policy is for it.
         *
         * @param graph receives what the manifests name
         */
        public Optional<RepositoryRetention> of(RepositoryName repository, RepositoryGraph graph) {
            return of(repository, Optional.of(graph));
        }

        private Optional<RepositoryRetention> of(RepositoryName repository, Optional<RepositoryGraph> graph) {
            RetentionPolicies policies = retentions.policies();
            return policies.of(repository)
                    .map(policy -> new RepositoryRetention(
                            repository,
                            policy,
                            new RepositoryRetention.Circumstances(
                                    moment, pulls, retentions.rules(), policies.isDryRun()),
                            graph));
        }
    }
}
