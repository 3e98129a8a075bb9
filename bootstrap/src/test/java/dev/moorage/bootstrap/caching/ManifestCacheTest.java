package dev.moorage.bootstrap.caching;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.moorage.application.port.in.manifest.DeleteManifest;
import dev.moorage.application.port.in.manifest.DeleteManifestCommand;
import dev.moorage.application.port.in.manifest.GetManifest;
import dev.moorage.application.port.in.manifest.ManifestContent;
import dev.moorage.domain.blob.Descriptor;
import dev.moorage.domain.blob.MediaType;
import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.digest.DigestAlgorithm;
import dev.moorage.domain.digest.Hasher;
import dev.moorage.domain.error.ErrorCode;
import dev.moorage.domain.error.RegistryException;
import dev.moorage.domain.name.Reference;
import dev.moorage.domain.name.RepositoryName;
import dev.moorage.domain.name.Tag;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Which manifests are served from memory, and which are asked for. */
class ManifestCacheTest {
    private static final RepositoryName REPOSITORY = RepositoryName.parse("a/b");
    private static final Reference LATEST = new Reference.ByTag(Tag.parse("latest"));
    private static final MediaType TYPE =
            MediaType.tryParse("application/vnd.oci.image.manifest.v1+json").orElseThrow();

    private final AtomicLong nanos = new AtomicLong();
    private final ManifestCache cache = new ManifestCache(100_000, Duration.ofSeconds(10), nanos::get);
    private final Storage storage = new Storage();
    private final GetManifest get = cache.reading(storage);
    private final DeleteManifest delete =
            cache.deleting(command -> storage.manifests.remove(((Reference.ByDigest) command.reference()).digest()));

    /** Manifests, and what the tag names. */
    private static final class Storage implements GetManifest {
        private final Map<Digest, ManifestContent> manifests = new HashMap<>();
        private Digest latest = add("none");
        private int resolved;
        private int read;

        Digest add(String text) {
            byte[] content = text.getBytes(StandardCharsets.UTF_8);
            Digest digest = Hasher.digest(DigestAlgorithm.SHA256, content);
            manifests.put(
                    digest,
                    new ManifestContent(new Descriptor(TYPE, digest, content.length), ByteBuffer.wrap(content)));
            return digest;
        }

        @Override
        public Digest resolve(RepositoryName repository, Reference reference) {
            resolved++;
            Digest digest = reference instanceof Reference.ByDigest(Digest named) ? named : latest;
            if (!manifests.containsKey(digest)) {
                throw new RegistryException(ErrorCode.MANIFEST_UNKNOWN, "unknown");
            }
            return digest;
        }

        @Override
        public ManifestContent get(RepositoryName repository, Digest digest) {
            read++;
            return manifests.get(digest);
        }
    }

    private String text(Reference reference) throws IOException {
        Digest digest = get.resolve(REPOSITORY, reference);
        return StandardCharsets.UTF_8
                .decode(get.get(REPOSITORY, digest).bytes())
                .toString();
    }

    @Test
    void aManifestIsReadOnceAndItsTagIsAskedForEachTime() throws IOException {
        storage.latest = storage.add("one");
        assertThat(text(LATEST)).isEqualTo("one");
        assertThat(text(LATEST)).isEqualTo("one");
        assertThat(storage.read).isEqualTo(1);
        storage.latest = storage.add("two");
        assertThat(text(LATEST)).isEqualTo("two");
        assertThat(storage.resolved).isEqualTo(3);
    }

    @Test
    void aDigestThatIsKnownIsNotAskedFor() throws IOException {
        Reference byDigest = new Reference.ByDigest(storage.add("one"));
        assertThat(text(byDigest)).isEqualTo("one");
        assertThat(text(byDigest)).isEqualTo("one");
        assertThat(storage.read + storage.resolved).isEqualTo(2);
    }

    @Test
    void aDeleteHereIsSeenAtOnceAndOneElsewhereInItsTime() throws IOException {
        Digest digest = storage.add("one");
        Reference byDigest = new Reference.ByDigest(digest);
        text(byDigest);
        delete.delete(new DeleteManifestCommand(REPOSITORY, byDigest));
        assertThatExceptionOfType(RegistryException.class).isThrownBy(() -> text(byDigest));
        storage.add("one");
        text(byDigest);
        storage.manifests.remove(digest);
        assertThat(text(byDigest)).isEqualTo("one");
        nanos.addAndGet(Duration.ofSeconds(10).toNanos());
        assertThatExceptionOfType(RegistryException.class).isThrownBy(() -> text(byDigest));
    }

    @Test
    void noMoreBytesAreRememberedThanThereIsRoomFor() throws IOException {
        for (int i = 0; i < 1000; i++) {
            text(new Reference.ByDigest(storage.add(i + "-" + "x".repeat(2000))));
        }
        storage.manifests.clear();
        int remembered = 0;
        for (int i = 0; i < 1000; i++) {
            Digest digest = Hasher.digest(
                    DigestAlgorithm.SHA256, (i + "-" + "x".repeat(2000)).getBytes(StandardCharsets.UTF_8));
            try {
                text(new Reference.ByDigest(digest));
                remembered++;
            } catch (RegistryException _) {
                // Forgotten.
            }
        }
        assertThat(remembered).isBetween(1, 50);
    }
}
