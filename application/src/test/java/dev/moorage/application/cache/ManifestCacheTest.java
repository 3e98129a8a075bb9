package dev.moorage.application.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.moorage.application.memory.MemoryBudget;
import dev.moorage.application.memory.MemoryShortException;
import dev.moorage.application.port.in.access.UnrestrictedCaller;
import dev.moorage.application.port.in.manifest.DeleteManifest;
import dev.moorage.application.port.in.manifest.DeleteManifestCommand;
import dev.moorage.application.port.in.manifest.GetManifest;
import dev.moorage.application.port.in.manifest.ManifestContent;
import dev.moorage.domain.blob.Descriptor;
import dev.moorage.domain.blob.MediaType;
import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.digest.DigestAlgorithm;
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
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** Which manifests are served from memory, and which are asked for. */
class ManifestCacheTest {
    private static final RepositoryName REPOSITORY = RepositoryName.parse("a/b");
    private static final Reference LATEST = new Reference.ByTag(Tag.parse("latest"));
    private static final MediaType TYPE =
            MediaType.tryParse("application/vnd.oci.image.manifest.v1+json").orElseThrow();

    private final AtomicLong nanos = new AtomicLong();
    private final MemoryBudget memory = new MemoryBudget(4 << 20, Duration.ofMillis(10), Duration.ofHours(1));
    private final ManifestCache cache =
            new ManifestCache(100_000, Duration.ofSeconds(10), memory, nanos::get, CacheObserver.NONE);
    private final Storage storage = new Storage();
    private final GetManifest get = cache.reading(storage);
    private final DeleteManifest delete =
            cache.deleting(command -> storage.manifests.remove(((Reference.ByDigest) command.reference()).digest()));

    /** Manifests, and what the tag names. */
    private static final class Storage implements GetManifest {
        private final MemoryBudget memory = MemoryBudget.ofHeap();
        private final Map<Digest, ManifestContent> manifests = new HashMap<>();
        private Digest latest = add("none");
        private int resolved;
        private int tagsAlone;
        private int read;

        Digest add(String text) {
            byte[] content = text.getBytes(StandardCharsets.UTF_8);
            Digest digest = Digest.of(DigestAlgorithm.SHA256, content);
            manifests.put(
                    digest,
                    new ManifestContent(
                            new Descriptor(TYPE, digest, content.length), ByteBuffer.wrap(content), memory.lease()));
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
        public Digest resolve(RepositoryName repository, Reference reference, Predicate<Digest> known) {
            if (reference instanceof Reference.ByTag && known.test(latest)) {
                tagsAlone++;
                return latest;
            }
            return resolve(repository, reference);
        }

        @Override
        public Descriptor describe(RepositoryName repository, Digest digest) {
            throw new AssertionError("the bytes are asked for next");
        }

        @Override
        public ManifestContent get(RepositoryName repository, Digest digest) {
            read++;
            return manifests.get(digest);
        }
    }

    private String text(Reference reference) throws IOException {
        Digest digest = get.resolve(REPOSITORY, reference);
        try (ManifestContent content = get.get(REPOSITORY, digest)) {
            return StandardCharsets.UTF_8.decode(content.bytes()).toString();
        }
    }

    @Test
    void aManifestIsReadOnceAndItsTagIsAskedForEachTime() throws IOException {
        storage.latest = storage.add("one");
        assertThat(text(LATEST)).isEqualTo("one");
        assertThat(text(LATEST)).isEqualTo("one");
        assertThat(storage.read).isEqualTo(1);
        storage.latest = storage.add("two");
        assertThat(text(LATEST)).isEqualTo("two");
        assertThat(storage.resolved + storage.tagsAlone).isEqualTo(3);
    }

    @Test
    void whetherTheManifestOfATagIsThereIsNotAskedWhileItIsCached() throws IOException {
        storage.latest = storage.add("one");
        assertThat(text(LATEST)).isEqualTo("one");
        assertThat(storage.tagsAlone).isZero();
        assertThat(text(LATEST)).isEqualTo("one");
        assertThat(storage.tagsAlone).isEqualTo(1);
        Digest one = storage.latest;
        delete.delete(new DeleteManifestCommand(UnrestrictedCaller.ANONYMOUS, REPOSITORY, new Reference.ByDigest(one)));
        assertThatExceptionOfType(RegistryException.class)
                .as("a delete through this cache is seen at once, although the tag is still there")
                .isThrownBy(() -> text(LATEST));
    }

    @Test
    void aManifestWhoseHeadWasAskedForIsReadNoMore() throws IOException {
        Digest digest = storage.add("one");
        assertThat(get.describe(REPOSITORY, digest)).isEqualTo(new Descriptor(TYPE, digest, 3));
        assertThat(text(new Reference.ByDigest(digest))).isEqualTo("one");
        assertThat(storage.read).isEqualTo(1);
    }

    @Test
    void aLargeManifestThatIsBeingSentHoldsMemoryUntilItIsClosed() throws IOException {
        Digest large = storage.add("x".repeat(70_000));
        ManifestContent[] sent = new ManifestContent[44];
        for (int i = 0; i < sent.length; i++) {
            sent[i] = get.get(REPOSITORY, large);
        }
        assertThatExceptionOfType(MemoryShortException.class).isThrownBy(() -> get.get(REPOSITORY, large));
        assertThat(text(new Reference.ByDigest(storage.add("small")))).isEqualTo("small");
        sent[0].close();
        sent[1] = get.get(REPOSITORY, large);
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
        delete.delete(new DeleteManifestCommand(UnrestrictedCaller.ANONYMOUS, REPOSITORY, byDigest));
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
            Digest digest =
                    Digest.of(DigestAlgorithm.SHA256, (i + "-" + "x".repeat(2000)).getBytes(StandardCharsets.UTF_8));
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
