package dev.moorage.application.service.proxy;

import dev.moorage.application.port.in.repository.ListTags;
import dev.moorage.application.port.in.repository.Page;
import dev.moorage.application.port.in.repository.PageRequest;
import dev.moorage.application.port.out.upstream.UpstreamAnswer;
import dev.moorage.application.port.out.upstream.UpstreamAnswer.Found;
import dev.moorage.application.port.out.upstream.UpstreamAnswer.Missing;
import dev.moorage.application.port.out.upstream.UpstreamAnswer.Refused;
import dev.moorage.application.port.out.upstream.UpstreamAnswer.Unavailable;
import dev.moorage.application.port.out.upstream.UpstreamTags;
import dev.moorage.application.service.proxy.ProxiedRepositories.Proxied;
import dev.moorage.application.service.proxy.fetch.FetchFailures;
import dev.moorage.domain.error.ErrorCode;
import dev.moorage.domain.error.RegistryException;
import dev.moorage.domain.name.RepositoryName;
import dev.moorage.domain.name.Tag;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Lists the tags that a repository has at its upstream, page by page. If the upstream cannot say, the stored tags count. */
final class ProxiedTags implements ListTags {
    /** The most tags that an upstream is asked for at a time. */
    private static final int MOST = 1000;

    private final ListTags stored;
    private final ProxiedRepositories repositories;

    ProxiedTags(ListTags stored, ProxiedRepositories repositories) {
        this.stored = stored;
        this.repositories = repositories;
    }

    @Override
    public Page<Tag> list(RepositoryName repository, PageRequest page) throws IOException {
        Optional<Proxied> proxied = repositories.find(repository);
        if (proxied.isEmpty() || page.limit() == 0) {
            return stored.list(repository, page);
        }
        int most = Math.min(page.limit(), MOST);
        UpstreamAnswer<UpstreamTags> answer = proxied.get()
                .repository()
                .upstream()
                .tags(proxied.get().repository().remote(), most, page.last());
        return switch (answer) {
            case Found<UpstreamTags>(UpstreamTags tags) -> page(tags, most, page.last());
            case Missing<UpstreamTags> _, Refused<UpstreamTags> _ -> {
                if (!proxied.get().rules().servesMissingTags()) {
                    throw new RegistryException(ErrorCode.NAME_UNKNOWN, "the upstream does not have the repository");
                }
                yield stored.list(repository, page);
            }
            case Unavailable<UpstreamTags> why -> whileUnavailable(repository, page, why);
        };
    }

    /** Returns the tags after the last one of the page before, also if the upstream knows no pages. */
    private static Page<Tag> page(UpstreamTags found, int most, Optional<String> last) {
        List<Tag> tags = found.tags();
        int before = last.flatMap(Tag::tryParse).map(tags::indexOf).orElse(-1);
        List<Tag> after = tags.subList(before + 1, tags.size());
        List<Tag> page = after.subList(0, Math.min(most, after.size()));
        return new Page<>(page, !page.isEmpty() && (found.more() || page.size() < after.size()));
    }

    private Page<Tag> whileUnavailable(RepositoryName repository, PageRequest page, Unavailable<UpstreamTags> why)
            throws IOException {
        try {
            return stored.list(repository, page);
        } catch (RegistryException refused) {
            if (Unknown.isMissing(refused)) {
                throw FetchFailures.of(why);
            }
            throw refused;
        }
    }
}
