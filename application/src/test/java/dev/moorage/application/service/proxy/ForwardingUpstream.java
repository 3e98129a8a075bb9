package dev.moorage.application.service.proxy;

import dev.moorage.application.port.out.upstream.Upstream;
import dev.moorage.application.port.out.upstream.UpstreamAnswer;
import dev.moorage.application.port.out.upstream.UpstreamBlob;
import dev.moorage.application.port.out.upstream.UpstreamReferrer;
import dev.moorage.application.port.out.upstream.UpstreamTags;
import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.name.Reference;
import dev.moorage.domain.name.RepositoryName;
import dev.moorage.domain.name.Tag;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** An upstream that asks another one. */
public class ForwardingUpstream implements Upstream {
    private final Upstream to;

    public ForwardingUpstream(Upstream to) {
        this.to = to;
    }

    @Override
    public UpstreamAnswer<Digest> resolve(RepositoryName repository, Tag tag) {
        return to.resolve(repository, tag);
    }

    @Override
    public UpstreamAnswer<byte[]> manifest(RepositoryName repository, Reference reference) {
        return to.manifest(repository, reference);
    }

    @Override
    public UpstreamAnswer<UpstreamTags> tags(RepositoryName repository, int most, Optional<String> last) {
        return to.tags(repository, most, last);
    }

    @Override
    public UpstreamAnswer<List<UpstreamReferrer>> referrers(RepositoryName repository, Digest subject) {
        return to.referrers(repository, subject);
    }

    @Override
    public UpstreamAnswer<Long> size(RepositoryName repository, Digest digest) {
        return to.size(repository, digest);
    }

    @Override
    public UpstreamAnswer<UpstreamBlob> blob(RepositoryName repository, Digest digest, long offset) {
        return to.blob(repository, digest, offset);
    }

    @Override
    public OptionalLong remaining() {
        return to.remaining();
    }
}
