package dev.moorage.application.service.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moorage.application.port.out.upstream.UpstreamAnswer;
import dev.moorage.application.port.out.upstream.UpstreamAnswer.Found;
import dev.moorage.application.port.out.upstream.UpstreamAnswer.Kind;
import dev.moorage.application.port.out.upstream.UpstreamAnswer.Unavailable;
import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.name.RepositoryName;
import dev.moorage.domain.name.Tag;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class GuardedUpstreamTest {
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
    private final FakeUpstream upstream = new FakeUpstream();
    private final GuardedUpstream guarded = new GuardedUpstream(upstream, now::get);

    @BeforeEach
    void fill() {
        upstream.manifest("a", "latest", "{}");
    }

    private UpstreamAnswer<Digest> ask() {
        return guarded.resolve(new RepositoryName("a"), new Tag("latest"));
    }

    private void pass(long seconds) {
        now.updateAndGet(time -> time.plusSeconds(seconds));
    }

    @Test
    void anUpstreamThatFailsAgainAndAgainIsLeftAloneAndThenTried() {
        upstream.goDown(Kind.SLOW);
        for (int i = 0; i < 20; i++) {
            assertThat(ask()).isInstanceOf(Unavailable.class);
        }
        assertThat(upstream.asked()).hasSize(5);
        pass(10);
        ask();
        ask();
        assertThat(upstream.asked()).hasSize(6);
        pass(19);
        ask();
        assertThat(upstream.asked()).hasSize(6);
        pass(1);
        upstream.comeBack();
        assertThat(ask()).isInstanceOf(Found.class);
        assertThat(ask()).isInstanceOf(Found.class);
        assertThat(upstream.asked()).hasSize(8);
    }

    @Test
    void anUpstreamThatAsksForItIsLeftAlone() {
        upstream.goDown(Kind.BUSY);
        ask();
        upstream.comeBack();
        assertThat(((Unavailable<Digest>) ask()).retryAfter()).hasValue(Duration.ofSeconds(5));
        assertThat(upstream.asked()).hasSize(1);
        pass(5);
        assertThat(ask()).isInstanceOf(Found.class);
    }
}
