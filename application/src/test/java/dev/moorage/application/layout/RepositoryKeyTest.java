package dev.moorage.application.layout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.digest.DigestAlgorithm;
import dev.moorage.domain.name.RepositoryName;
import dev.moorage.domain.name.Tag;
import dev.moorage.storage.spi.object.ObjectKey;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class RepositoryKeyTest {
    private static final String ROOT = "docker/registry/v2/repositories/";

    @Test
    void everyLinkIsFoundAgainInItsKey() {
        for (String name : List.of("a", "a/b", "tags/revisions", "a_b/sha256", "layers/index/current")) {
            RepositoryName repository = new RepositoryName(name);
            Tag tag = new Tag("current");
            for (DigestAlgorithm algorithm : DigestAlgorithm.values()) {
                Digest one = Digest.of(algorithm, new byte[1]);
                Digest two = Digest.of(DigestAlgorithm.SHA256, new byte[2]);
                for (RepositoryKey link : List.of(
                        new RepositoryKey.Layer(repository, one),
                        new RepositoryKey.Revision(repository, one),
                        new RepositoryKey.TagCurrent(repository, tag),
                        new RepositoryKey.TagIndex(repository, tag, one),
                        new RepositoryKey.Referrer(repository, one, two),
                        new RepositoryKey.Referrer(repository, two, one))) {
                    assertThat(RepositoryKey.parse(link.key())).contains(link);
                }
            }
        }
    }

    @Test
    void whatIsNoLinkIsNone() {
        String hex = "a".repeat(64);
        for (String key : List.of(
                "a",
                "a/_layers",
                "a/_layers/sha256/" + hex,
                "a/_layers/sha256/" + hex + "/data",
                "a/_layers/sha256/" + hex + "/link/link",
                "a/_layers/x/sha256/" + hex + "/link",
                "a/_layers/sha256/" + hex.toUpperCase(Locale.ROOT) + "/link",
                "a/_layers/md5/" + "a".repeat(32) + "/link",
                "A/_layers/sha256/" + hex + "/link",
                "_layers/sha256/" + hex + "/link",
                "a/_uploads/sha256/" + hex + "/link",
                "a/_manifests/revisions/sha256/" + hex + "/signatures/sha256/" + hex + "/link",
                "a/_manifests/tags/.x/current/link",
                "a/_manifests/tags/x/current",
                "a/_manifests/tags/x/former/link",
                "a/_manifests/tags/x/index/sha256/" + hex,
                "a/_manifests/referrers/sha256/" + hex + "/link",
                "a/_manifests/referrers/sha256/" + hex + "/sha256/aa/link")) {
            assertThat(RepositoryKey.parse(new ObjectKey(ROOT + key))).as(key).isEmpty();
        }
        assertThat(RepositoryKey.parse(new ObjectKey("elsewhere/a/_layers/sha256/" + hex + "/link")))
                .isEmpty();
    }

    @Test
    void theDigestOfABlobIsFoundAgainInItsKeyOnly() {
        Digest digest = Digest.of(DigestAlgorithm.SHA512, new byte[1]);
        ObjectKey key = RegistryKeys.blob(digest);
        assertThat(RegistryKeys.digestOfBlob(key)).contains(digest);
        assertThat(RegistryKeys.digestOfBlob(key.resolve("more"))).isEmpty();
        assertThat(RegistryKeys.digestOfBlob(new ObjectKey(key.value().replace("/data", "/link"))))
                .isEmpty();
        assertThat(RegistryKeys.digestOfBlob(new ObjectKey(
                        key.value().replace("/" + digest.hex().substring(0, 2) + "/", "/zz/"))))
                .isEmpty();
        assertThat(RegistryKeys.digestOfBlob(new ObjectKey("elsewhere/" + key.value())))
                .isEmpty();
    }
}
