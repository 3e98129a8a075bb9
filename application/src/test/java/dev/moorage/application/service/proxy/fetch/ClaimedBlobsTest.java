package dev.moorage.application.service.proxy.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.moorage.application.port.in.blob.BlobInfo;
import dev.moorage.application.port.in.failure.UpstreamFailedException;
import dev.moorage.application.service.proxy.FakeUpstream;
import dev.moorage.application.service.proxy.FakeUpstream.Transfers;
import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.name.RepositoryName;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Upstreams that claim to have a blob must answer for it with bytes. */
class ClaimedBlobsTest extends FetchScenario {
    @Test
    void whatOneUpstreamSendsIsNotHeldAgainstAnother() throws Exception {
        Digest digest = upstream.blob(REMOTE, SMALL);
        upstream.transfers(new Transfers().wrongAt(10));
        assertThatThrownBy(() -> pull(fetches, digest)).isInstanceOf(UpstreamFailedException.class);
        awaitEnd(fetches);
        FakeUpstream right = new FakeUpstream();
        right.blob(REMOTE, SMALL);
        ProxiedRepository other =
                new ProxiedRepository(new RepositoryName("quay.io/alpine"), right, new RepositoryName(REMOTE));
        assertThat(fetches.request(other, digest)).hasValue(new BlobInfo(digest, SMALL.length));
    }

    @Test
    void aBlobOfAnotherRepositoryIsShownOnlyIfTheUpstreamAnswers() throws Exception {
        Digest digest = upstream.blob(REMOTE, LARGE);
        pull(fetches, digest);
        awaitEnd(fetches);
        RepositoryName other = new RepositoryName("docker.io/other");
        ProxiedRepository stranger = new ProxiedRepository(other, upstream, new RepositoryName("other"));
        assertThat(fetches.request(stranger, digest)).isEmpty();
        assertThat(stored(other, digest)).isEmpty();
        upstream.blob("other", LARGE);
        int before = upstream.asked().size();
        assertThat(fetches.request(stranger, digest)).isPresent();
        assertThat(stored(other, digest)).isPresent();
        assertThat(upstream.asked().subList(before, upstream.asked().size()))
                .singleElement()
                .asString()
                .startsWith("GET blob ");
    }

    @Test
    void anUpstreamThatClaimsABlobWithoutItsBytesIsNotShownIt() throws Exception {
        Digest digest = upstream.blob(REMOTE, LARGE);
        pull(fetches, digest);
        awaitEnd(fetches);
        RepositoryName name = new RepositoryName("liar.example/image");
        for (byte[] claimed : List.of(new byte[LARGE.length], new byte[LARGE.length - 1], new byte[0])) {
            FakeUpstream liar = new FakeUpstream();
            liar.claim(REMOTE, digest, claimed);
            ProxiedRepository claiming = new ProxiedRepository(name, liar, new RepositoryName(REMOTE));
            for (boolean ranges : List.of(true, false)) {
                liar.transfers(ranges ? new Transfers() : new Transfers().withoutRanges());
                assertThatThrownBy(() -> fetches.request(claiming, digest)).isInstanceOf(UpstreamFailedException.class);
            }
            assertThat(stored(name, digest)).isEmpty();
        }
    }

    @Test
    void anUpstreamThatClaimsABlobDuringTheFetchFromAnotherIsNotShownIt() throws Exception {
        Digest digest = upstream.blob(REMOTE, LARGE);
        Transfers transfers = upstream.transfers(new Transfers().waitsAt(1_000_000));
        fetches.request(repository, digest);
        FakeUpstream liar = new FakeUpstream();
        liar.claim(REMOTE, digest, new byte[LARGE.length]);
        RepositoryName name = new RepositoryName("liar.example/image");
        ProxiedRepository claiming = new ProxiedRepository(name, liar, new RepositoryName(REMOTE));
        CompletableFuture<Optional<BlobInfo>> claim = CompletableFuture.supplyAsync(() -> {
            try {
                return fetches.request(claiming, digest);
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        });
        assertThat(claim).isNotDone();
        transfers.letGo();
        assertThatThrownBy(claim::join).hasRootCauseInstanceOf(UpstreamFailedException.class);
        assertThat(stored(name, digest)).isEmpty();
    }

    @Test
    void anotherUpstreamThatHasTheBytesProvesItAlsoWithoutRanges() throws Exception {
        Digest digest = upstream.blob(REMOTE, LARGE);
        pull(fetches, digest);
        awaitEnd(fetches);
        FakeUpstream honest = new FakeUpstream();
        honest.blob(REMOTE, LARGE);
        honest.transfers(new Transfers().withoutRanges());
        RepositoryName name = new RepositoryName("quay.io/alpine");
        ProxiedRepository other = new ProxiedRepository(name, honest, new RepositoryName(REMOTE));
        assertThat(fetches.request(other, digest)).hasValue(new BlobInfo(digest, LARGE.length));
        assertThat(stored(name, digest)).isPresent();
    }

    @Test
    void aFetchIsJoinedOnlyIfTheUpstreamAnswers() throws Exception {
        Digest digest = upstream.blob(REMOTE, LARGE);
        Transfers transfers = upstream.transfers(new Transfers().waitsAt(1_000_000));
        fetches.request(repository, digest);
        RepositoryName other = new RepositoryName("docker.io/other");
        ProxiedRepository stranger = new ProxiedRepository(other, upstream, new RepositoryName("other"));
        assertThat(fetches.request(stranger, digest)).isEmpty();
        upstream.blob("other", LARGE);
        assertThat(fetches.request(stranger, digest)).isPresent();
        transfers.letGo();
        awaitEnd(fetches);
        assertThat(stored(other, digest)).isPresent();
        assertThat(stored(NAME, digest)).isPresent();
    }

    @Test
    void anEmptyBodyInThePlaceOfABlobIsAFailure() {
        Digest digest = upstream.blob(REMOTE, SMALL);
        upstream.claim(REMOTE, digest, new byte[0]);
        assertThatThrownBy(() -> fetches.request(repository, digest)).isInstanceOf(UpstreamFailedException.class);
    }
}
