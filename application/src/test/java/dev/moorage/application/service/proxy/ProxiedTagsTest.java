package dev.moorage.application.service.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.moorage.application.port.in.failure.UpstreamFailedException;
import dev.moorage.application.port.in.repository.ListTags;
import dev.moorage.application.port.in.repository.Page;
import dev.moorage.application.port.in.repository.PageRequest;
import dev.moorage.application.port.out.upstream.UpstreamAnswer.Kind;
import dev.moorage.application.service.proxy.ProxiedRepositories.Rules;
import dev.moorage.domain.error.ErrorCode;
import dev.moorage.domain.error.RegistryException;
import dev.moorage.domain.name.RepositoryName;
import dev.moorage.domain.name.Tag;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ProxiedTagsTest {
    private static final RepositoryName NAME = new RepositoryName("docker.io/library/alpine");
    private static final RepositoryName EMPTY = new RepositoryName("docker.io/library/none");
    private static final Page<Tag> STORED = page(false, "kept");

    private final FakeUpstream upstream = new FakeUpstream();
    private final ListTags tags = with(true);

    private static Page<Tag> page(boolean more, String... tags) {
        return new Page<>(List.of(tags).stream().map(Tag::new).toList(), more);
    }

    private static Page<Tag> stored(RepositoryName repository) {
        if (repository.equals(EMPTY)) {
            throw new RegistryException(ErrorCode.NAME_UNKNOWN, "the test says so");
        }
        return STORED;
    }

    private ListTags with(boolean servesMissing) {
        Rules rules = new Rules(Duration.ZERO, Duration.ZERO, servesMissing);
        ProxiedRepositories repositories =
                new ProxiedRepositories(List.of(new ProxiedRepositories.Entry("docker.io", upstream, rules)));
        return new ProxiedTags((repository, _) -> stored(repository), repositories);
    }

    @BeforeEach
    void fill() {
        for (String tag : List.of("1", "2", "3")) {
            upstream.manifest("library/alpine", tag, "{}");
        }
    }

    private Page<Tag> list(int limit, Optional<String> last) throws IOException {
        return tags.list(NAME, new PageRequest(limit, last));
    }

    @Test
    void theTagsAreThoseOfTheUpstreamPageByPage() throws IOException {
        assertThat(list(2, Optional.empty())).isEqualTo(page(true, "1", "2"));
        assertThat(list(2, Optional.of("2"))).isEqualTo(page(false, "3"));
        assertThat(list(Integer.MAX_VALUE, Optional.empty())).isEqualTo(page(false, "1", "2", "3"));
    }

    @Test
    void anUpstreamWithoutPagesIsListedPageByPageToo() throws IOException {
        upstream.doesNotKnowPages();
        assertThat(list(2, Optional.empty())).isEqualTo(page(true, "1", "2"));
        assertThat(list(2, Optional.of("2"))).isEqualTo(page(false, "3"));
        assertThat(list(2, Optional.of("3"))).isEqualTo(page(false));
    }

    @Test
    void whileTheUpstreamIsDownTheStoredTagsCount() throws IOException {
        upstream.goDown(Kind.DOWN);
        assertThat(list(2, Optional.empty())).isEqualTo(STORED);
        assertThatThrownBy(() -> tags.list(EMPTY, new PageRequest(2, Optional.empty())))
                .isInstanceOf(UpstreamFailedException.class);
    }

    @Test
    void aRepositoryThatTheUpstreamHasNoMoreIsServedOrHidden() throws IOException {
        RepositoryName gone = new RepositoryName("docker.io/library/gone");
        assertThat(tags.list(gone, new PageRequest(2, Optional.empty()))).isEqualTo(STORED);
        assertThatThrownBy(() -> with(false).list(gone, new PageRequest(2, Optional.empty())))
                .isInstanceOf(RegistryException.class);
    }

    @Test
    void otherRepositoriesAndEmptyPagesDoNotAskTheUpstream() throws IOException {
        assertThat(tags.list(new RepositoryName("own"), new PageRequest(2, Optional.empty())))
                .isEqualTo(STORED);
        assertThat(list(0, Optional.empty())).isEqualTo(STORED);
        assertThat(upstream.asked()).isEmpty();
    }
}
