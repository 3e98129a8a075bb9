package dev.moorage.application.service.mirror;

import dev.moorage.application.port.in.failure.UpstreamFailedException;
import dev.moorage.application.port.in.failure.UpstreamFailedException.Reason;
import dev.moorage.application.port.in.mirror.MirrorRequest.Allowance;
import dev.moorage.application.port.out.upstream.Upstream;
import dev.moorage.application.port.out.upstream.UpstreamAnswer;
import dev.moorage.application.port.out.upstream.UpstreamAnswer.Found;
import dev.moorage.application.port.out.upstream.UpstreamAnswer.Missing;
import dev.moorage.application.port.out.upstream.UpstreamAnswer.Refused;
import dev.moorage.application.port.out.upstream.UpstreamAnswer.Unavailable;
import dev.moorage.application.port.out.upstream.UpstreamTags;
import dev.moorage.application.service.proxy.fetch.FetchFailures;
import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.name.Reference;
import dev.moorage.domain.name.RepositoryName;
import dev.moorage.domain.name.Tag;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** One repository of the registry that images are copied from. */
final class Source {
    private static final int TAGS_AT_A_TIME = 1000;

    private final Upstream upstream;
    private final RepositoryName repository;
    private final Patience patience;
    private Optional<List<Tag>> tags = Optional.empty();

    /** @param repository its name at the source */
    Source(Upstream upstream, RepositoryName repository, Patience patience) {
        this.upstream = upstream;
        this.repository = repository;
        this.patience = patience;
    }

    /** Asks the upstream. */
    private interface Question<T> {
        UpstreamAnswer<T> ask();
    }

    /** Returns the digest that a reference names. Empty if the source does not have it. */
    Optional<Digest> resolve(Reference reference) throws IOException {
        return switch (reference) {
            case Reference.ByDigest(Digest digest) -> Optional.of(digest);
            case Reference.ByTag(Tag tag) -> ask(() -> upstream.resolve(repository, tag));
        };
    }

    /**
     * Returns a manifest with this digest. Empty if the source does not have it.
     *
     * @throws UpstreamFailedException the source sends other bytes
     */
    Optional<byte[]> manifest(Digest digest) throws IOException {
        Optional<byte[]> content = ask(() -> upstream.manifest(repository, new Reference.ByDigest(digest)));
        if (content.isPresent() && !Digest.of(digest.algorithm(), content.get()).equals(digest)) {
            throw new UpstreamFailedException(Reason.WRONG, "the source sends other bytes under " + digest);
        }
        return content;
    }

    /** Returns all tags. The source is asked once. */
    List<Tag> tags() throws IOException {
        if (tags.isEmpty()) {
            tags = Optional.of(listed());
        }
        return tags.get();
    }

    private List<Tag> listed() throws IOException {
        Set<Tag> all = new LinkedHashSet<>();
        Optional<String> last = Optional.empty();
        boolean more = true;
        while (more) {
            Optional<String> after = last;
            UpstreamTags page = ask(() -> upstream.tags(repository, TAGS_AT_A_TIME, after))
                    .orElseThrow(() -> new MirrorException("the source does not have the repository"));
            boolean goesOn = all.addAll(page.tags());
            if (page.more() && !goesOn) {
                throw new MirrorException("the source's list of tags does not go on: it repeats a page");
            }
            more = page.more();
            last = page.tags().isEmpty()
                    ? Optional.empty()
                    : Optional.of(page.tags().getLast().value());
        }
        return List.copyOf(all);
    }

    /** Returns the manifests that refer to a manifest. There are none where the source has no list of them. */
    List<Digest> referrers(Digest subject) throws IOException {
        return patience.attempt(() -> allowed(upstream.referrers(repository, subject))).orElse(List.of()).stream()
                .map(referrer -> referrer.descriptor().digest())
                .toList();
    }

    /** Leaves the source alone while it gives fewer manifests than are wanted. */
    void awaitAllowance(Allowance allowance, Reference reference) throws IOException {
        while (upstream.remaining().orElse(Long.MAX_VALUE) < allowance.least()) {
            patience.rest(
                    allowance.pause(),
                    "the source gives no more than " + upstream.remaining().orElse(0) + " manifests for now");
            if (reference instanceof Reference.ByDigest) {
                return; // A question that is not counted is one for a tag.
            }
            Optional<Digest> _ = resolve(reference);
        }
    }

    private <T> Optional<T> ask(Question<T> question) throws IOException {
        return patience.attempt(() -> {
            UpstreamAnswer<T> answer = question.ask();
            if (answer instanceof Refused<T>) {
                throw new MirrorException("the source refuses it: its user or password may be missing or wrong");
            }
            return allowed(answer);
        });
    }

    /** Returns what the source has. What it refuses counts as if it were not there. */
    private static <T> Optional<T> allowed(UpstreamAnswer<T> answer) throws IOException {
        return switch (answer) {
            case Found<T>(T content) -> Optional.of(content);
            case Missing<T> _, Refused<T> _ -> Optional.empty();
            case Unavailable<T> why -> throw FetchFailures.of(why);
        };
    }
}
