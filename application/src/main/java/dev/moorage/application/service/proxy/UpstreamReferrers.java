package dev.moorage.application.service.proxy;

import dev.moorage.application.port.in.manifest.Referrer;
import dev.moorage.application.port.out.upstream.UpstreamAnswer;
import dev.moorage.application.port.out.upstream.UpstreamAnswer.Found;
import dev.moorage.application.port.out.upstream.UpstreamAnswer.Missing;
import dev.moorage.application.port.out.upstream.UpstreamAnswer.Refused;
import dev.moorage.application.port.out.upstream.UpstreamAnswer.Unavailable;
import dev.moorage.application.port.out.upstream.UpstreamReferrer;
import dev.moorage.application.service.proxy.ProxiedRepositories.Proxied;
import dev.moorage.application.service.proxy.fetch.FetchFailures;
import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.name.Reference;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What upstreams say of the referrers of manifests. A list changes as a tag does, so that it is believed as long as a tag. If an upstream
 * cannot say, its last list counts.
 */
final class UpstreamReferrers {
    private static final Logger LOG = LoggerFactory.getLogger(UpstreamReferrers.class);

    private final FetchedReferrers kept;
    private final TagChecks checks;
    private final FetchTurns turns;

    /** @param checks what upstreams have said lately about referrers */
    UpstreamReferrers(FetchedReferrers kept, TagChecks checks, FetchTurns turns) {
        this.kept = kept;
        this.checks = checks;
        this.turns = turns;
    }

    /**
     * A list of referrers, sorted by digest.
     *
     * @param isCurrent whether the upstream has said so now, or within the life of a tag
     */
    record Listed(List<Referrer> referrers, boolean isCurrent) {
        Listed {
            referrers = List.copyOf(referrers);
        }
    }

    /**
     * Returns the referrers that a manifest has at its upstream.
     *
     * @throws dev.moorage.application.port.in.failure.UpstreamFailedException the upstream could not say, and has never said
     * @throws IOException storage failed
     */
    Listed of(Proxied proxied, Digest subject) throws IOException {
        TagChecks.Key key = new TagChecks.Key(proxied.repository().name(), new Reference.ByDigest(subject));
        if (checks.isMissing(key)) {
            return missing(proxied, subject);
        }
        Optional<List<Referrer>> known =
                checks.isValid(key) ? kept.find(proxied.repository().name(), subject) : Optional.empty();
        return known.isPresent()
                ? new Listed(known.get(), true)
                : checks.share(key, () -> turns.take(() -> asked(proxied, subject, key)));
    }

    private Listed asked(Proxied proxied, Digest subject, TagChecks.Key key) throws IOException {
        UpstreamAnswer<List<UpstreamReferrer>> answer =
                proxied.repository().upstream().referrers(proxied.repository().remote(), subject);
        return switch (answer) {
            case Found<List<UpstreamReferrer>>(List<UpstreamReferrer> found) -> {
                List<Referrer> sorted = sorted(found);
                kept.keep(key.repository(), subject, sorted);
                if (sorted.isEmpty()) {
                    checks.miss(key, proxied.rules().negativeLife());
                } else {
                    checks.confirm(key, proxied.rules().tagLife());
                }
                yield new Listed(sorted, true);
            }
            case Missing<List<UpstreamReferrer>> _, Refused<List<UpstreamReferrer>> _ -> {
                checks.miss(key, proxied.rules().negativeLife());
                yield missing(proxied, subject);
            }
            case Unavailable<List<UpstreamReferrer>> why -> {
                Optional<List<Referrer>> last = kept.find(key.repository(), subject);
                if (last.isEmpty()) {
                    throw FetchFailures.of(why);
                }
                LOG.atWarn()
                        .addKeyValue("repository", key.repository())
                        .addKeyValue("digest", subject)
                        .addKeyValue("reason", why.reason())
                        .log("The upstream cannot say which referrers a manifest has, and its last list is served");
                yield new Listed(last.get(), false);
            }
        };
    }

    private Listed missing(Proxied proxied, Digest subject) throws IOException {
        Optional<List<Referrer>> last = proxied.rules().servesMissingTags()
                ? kept.find(proxied.repository().name(), subject)
                : Optional.empty();
        return new Listed(last.orElse(List.of()), true);
    }

    private static List<Referrer> sorted(List<UpstreamReferrer> found) {
        TreeMap<String, Referrer> byDigest = new TreeMap<>();
        for (UpstreamReferrer each : found) {
            byDigest.put(
                    each.descriptor().digest().toString(),
                    new Referrer(each.descriptor(), each.artifactType(), each.annotations()));
        }
        return List.copyOf(byDigest.values());
    }
}
