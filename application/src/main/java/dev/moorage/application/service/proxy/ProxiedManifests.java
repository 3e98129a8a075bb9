package dev.moorage.application.service.proxy;

import dev.moorage.application.port.in.failure.UpstreamFailedException;
import dev.moorage.application.port.in.failure.UpstreamFailedException.Reason;
import dev.moorage.application.port.in.manifest.GetManifest;
import dev.moorage.application.port.in.manifest.ManifestContent;
import dev.moorage.application.port.out.upstream.UpstreamAnswer;
import dev.moorage.application.port.out.upstream.UpstreamAnswer.Found;
import dev.moorage.application.port.out.upstream.UpstreamAnswer.Missing;
import dev.moorage.application.port.out.upstream.UpstreamAnswer.Refused;
import dev.moorage.application.port.out.upstream.UpstreamAnswer.Unavailable;
import dev.moorage.application.service.manifest.FetchedManifests;
import dev.moorage.application.service.proxy.ProxiedRepositories.Proxied;
import dev.moorage.application.service.proxy.fetch.FetchFailures;
import dev.moorage.domain.blob.Descriptor;
import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.error.RegistryException;
import dev.moorage.domain.name.Reference;
import dev.moorage.domain.name.RepositoryName;
import dev.moorage.domain.name.Tag;
import java.io.IOException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads manifests, and fetches those from the repository's upstream that the repository does not have. A digest is asked for once.
 * A tag is asked for again after a time, and if its upstream cannot say what it names, the stored one counts.
 */
final class ProxiedManifests implements GetManifest {
    private static final Logger LOG = LoggerFactory.getLogger(ProxiedManifests.class);

    private final GetManifest stored;
    private final ProxiedRepositories repositories;
    private final FetchedManifests manifests;
    private final TagChecks checks;
    private final FetchTurns turns;

    /** @param turns limit how many manifests are fetched at a time */
    ProxiedManifests(
            GetManifest stored,
            ProxiedRepositories repositories,
            FetchedManifests manifests,
            TagChecks checks,
            FetchTurns turns) {
        this.stored = stored;
        this.repositories = repositories;
        this.manifests = manifests;
        this.checks = checks;
        this.turns = turns;
    }

    @Override
    public Digest resolve(RepositoryName repository, Reference reference) throws IOException {
        Optional<Proxied> proxied = repositories.find(repository);
        if (proxied.isEmpty()) {
            return stored.resolve(repository, reference);
        }
        return switch (reference) {
            case Reference.ByDigest byDigest -> byDigest(proxied.get(), byDigest);
            case Reference.ByTag byTag -> byTag(proxied.get(), byTag);
        };
    }

    @Override
    public Descriptor describe(RepositoryName repository, Digest digest) throws IOException {
        return stored.describe(repository, digest);
    }

    @Override
    public ManifestContent get(RepositoryName repository, Digest digest) throws IOException {
        return stored.get(repository, digest);
    }

    private Digest byDigest(Proxied proxied, Reference.ByDigest reference) throws IOException {
        try {
            return stored.resolve(proxied.repository().name(), reference);
        } catch (RegistryException refused) {
            if (!Unknown.isMissing(refused)) {
                throw refused;
            }
        }
        TagChecks.Key key = new TagChecks.Key(proxied.repository().name(), reference);
        requireNotMissing(key);
        return checks.share(key, () -> {
            if (!fetch(proxied, reference.digest())) {
                checks.miss(key, proxied.rules().negativeLife());
                throw Unknown.manifest(reference);
            }
            return reference.digest();
        });
    }

    private void requireNotMissing(TagChecks.Key key) {
        if (checks.isMissing(key)) {
            throw Unknown.manifest(key.reference());
        }
    }

    private Digest byTag(Proxied proxied, Reference.ByTag reference) throws IOException {
        TagChecks.Key key = new TagChecks.Key(proxied.repository().name(), reference);
        Optional<Digest> here = checks.isValid(key) ? manifests.find(key.repository(), reference) : Optional.empty();
        return here.isPresent() ? here.get() : checks.share(key, () -> validated(proxied, reference, key));
    }

    /** Asks the upstream what a tag names. */
    private Digest validated(Proxied proxied, Reference.ByTag reference, TagChecks.Key key) throws IOException {
        Optional<Digest> here = manifests.find(key.repository(), reference);
        if (checks.isMissing(key)) {
            return missing(proxied, reference, here);
        }
        UpstreamAnswer<Digest> answer = resolved(proxied, reference.tag());
        return switch (answer) {
            case Found<Digest>(Digest digest) -> {
                if (!here.equals(Optional.of(digest))) {
                    manifests.tag(key.repository(), reference.tag(), digest);
                }
                checks.confirm(key, proxied.rules().tagLife());
                yield digest;
            }
            case Missing<Digest> _, Refused<Digest> _ -> {
                checks.miss(key, proxied.rules().negativeLife());
                yield missing(proxied, reference, here);
            }
            case Unavailable<Digest> why -> {
                UpstreamFailedException failure = FetchFailures.of(why);
                yield stale(proxied, reference, here, why.reason()).orElseThrow(() -> failure);
            }
        };
    }

    private static Digest missing(Proxied proxied, Reference.ByTag reference, Optional<Digest> here) {
        return here.filter(_ -> proxied.rules().servesMissingTags()).orElseThrow(() -> Unknown.manifest(reference));
    }

    private static Optional<Digest> stale(
            Proxied proxied, Reference.ByTag reference, Optional<Digest> here, String reason) {
        here.ifPresent(_ -> LOG.atWarn()
                .addKeyValue("repository", proxied.repository().name())
                .addKeyValue("tag", reference.tag())
                .addKeyValue("reason", reason)
                .log("A tag is served as it was stored, since its upstream does not say what it names"));
        return here;
    }

    /**
     * Returns what a tag names at the upstream, after its manifest is stored. A tag can move between two requests, and what it named
     * can be gone then. It is asked for once more in this case.
     */
    private UpstreamAnswer<Digest> resolved(Proxied proxied, Tag tag) throws IOException {
        UpstreamAnswer<Digest> answer =
                proxied.repository().upstream().resolve(proxied.repository().remote(), tag);
        for (int moved = 0; moved < 2 && answer instanceof Found<Digest>(Digest digest); moved++) {
            try {
                boolean there = manifests
                        .find(proxied.repository().name(), new Reference.ByDigest(digest))
                        .isPresent();
                if (there || fetch(proxied, digest)) {
                    return answer;
                }
            } catch (UpstreamFailedException e) {
                return new Unavailable<>(kind(e.reason()), String.valueOf(e.getMessage()), e.retryAfter());
            }
            answer =
                    proxied.repository().upstream().resolve(proxied.repository().remote(), tag);
        }
        return answer instanceof Found<Digest> ? new Missing<>() : answer;
    }

    private static UpstreamAnswer.Kind kind(Reason reason) {
        return switch (reason) {
            case UNAVAILABLE -> UpstreamAnswer.Kind.DOWN;
            case SLOW -> UpstreamAnswer.Kind.SLOW;
            case WRONG -> UpstreamAnswer.Kind.WRONG;
        };
    }

    /** Fetches and stores a manifest. Returns false if the upstream does not have it, or does not give it. */
    private boolean fetch(Proxied proxied, Digest digest) throws IOException {
        return turns.take(() -> fetchNow(proxied, digest));
    }

    private boolean fetchNow(Proxied proxied, Digest digest) throws IOException {
        UpstreamAnswer<byte[]> answer =
                proxied.repository().upstream().manifest(proxied.repository().remote(), new Reference.ByDigest(digest));
        return switch (answer) {
            case Found<byte[]>(byte[] content) -> {
                if (!Digest.of(digest.algorithm(), content).equals(digest)) {
                    throw new UpstreamFailedException(
                            Reason.WRONG, "the upstream sends a manifest with another digest");
                }
                manifests.store(proxied.repository().name(), digest, content);
                yield true;
            }
            case Missing<byte[]> _, Refused<byte[]> _ -> false;
            case Unavailable<byte[]> why -> throw FetchFailures.of(why);
        };
    }
}
