package dev.moorage.application.service.proxy;

import dev.moorage.application.port.out.upstream.Upstream;
import dev.moorage.application.port.out.upstream.UpstreamAnswer;
import dev.moorage.application.port.out.upstream.UpstreamAnswer.Missing;
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

/** Stands for an upstream that is not asked. It has nothing, so that only what is stored is served. */
final class OfflineUpstream implements Upstream {
    @Override
    public UpstreamAnswer<Digest> resolve(RepositoryName repository, Tag tag) {
        return new Missing<>();
    }

    @Override
    public UpstreamAnswer<byte[]> manifest(RepositoryName repository, Reference reference) {
        return new Missing<>();
    }

    @Override
    public UpstreamAnswer<UpstreamTags> tags(RepositoryName repository, int most, Optional<String> last) {
        return new Missing<>();
    }

    @Override
    public UpstreamAnswer<List<UpstreamReferrer>> referrers(RepositoryName repository, Digest subject) {
        return new Missing<>();
    }

    @Override
    public UpstreamAnswer<Long> size(RepositoryName repository, Digest digest) {
        return new Missing<>();
    }

    @Override
    public UpstreamAnswer<UpstreamBlob> blob(RepositoryName repository, Digest digest, long offset) {
        return new Missing<>();
    }

    @Override
    public OptionalLong remaining() {
        return OptionalLong.empty();
    }
}
