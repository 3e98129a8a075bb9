package dev.moorage.domain.quota;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.moorage.domain.name.RepositoryName;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class QuotasTest {
    private static final long MIB = 1 << 20;

    private static Quota quota(String namespace, long bytes) {
        return new Quota(RepositoryName.parse(namespace), Map.of(Resource.BYTES, bytes));
    }

    private static RepositoryName name(String name) {
        return RepositoryName.parse(name);
    }

    @Test
    void aRepositoryCountsForTheLongestNamespace() {
        Quota team = quota("team", 1);
        Quota app = quota("team/app", 2);
        Quotas quotas = new Quotas(List.of(team, app));
        assertThat(quotas.of(name("team"))).contains(team);
        assertThat(quotas.of(name("team/other/x"))).contains(team);
        assertThat(quotas.of(name("team/app"))).contains(app);
        assertThat(quotas.of(name("team/app/x"))).contains(app);
        assertThat(quotas.of(name("team/app-x"))).contains(team);
        assertThat(quotas.of(name("team-x"))).isEmpty();
        assertThat(quotas.of(name("other"))).isEmpty();
        assertThatThrownBy(() -> new Quotas(List.of(team, quota("team", 3))))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void whatFillsTheLimitExactlyFits() {
        Quota quota = quota("team", 100);
        assertThat(quota.excess(Resource.BYTES, 60, 40)).isEmpty();
        assertThat(quota.excess(Resource.BYTES, 60, 41))
                .contains(new Excess(name("team"), Resource.BYTES, 60, 100, 41));
        assertThat(quota.excess(Resource.BYTES, 60, Long.MAX_VALUE)).isPresent();
        assertThat(quota.excess(Resource.TAGS, Long.MAX_VALUE, 1)).isEmpty();
    }

    @Test
    void whatAddsNothingIsNeverRefused() {
        assertThat(quota("team", 100).excess(Resource.BYTES, 500, 0)).isEmpty();
        assertThat(quota("team", 0).excess(Resource.BYTES, 0, 1)).isPresent();
    }

    @Test
    void aBodyWithoutALengthMayExceedWhatIsLeftBy64MiB() {
        assertThat(quota("team", 100 * MIB).longestBody(30 * MIB)).isEqualTo(134 * MIB);
        assertThat(quota("team", 100 * MIB).longestBody(300 * MIB)).isEqualTo(64 * MIB);
    }

    @Test
    void theLastTenthIsNear() {
        Quota quota = quota("team", 10_000 * MIB);
        assertThat(quota.isNear(Resource.BYTES, 8_000 * MIB, 1_000 * MIB)).isFalse();
        assertThat(quota.isNear(Resource.BYTES, 8_000 * MIB, 1_001 * MIB)).isTrue();
        assertThat(quota("team", 64 * MIB).isNear(Resource.BYTES, 1, 0)).isTrue();
        assertThat(quota.isNear(Resource.TAGS, 1, 0)).isFalse();
    }
}
