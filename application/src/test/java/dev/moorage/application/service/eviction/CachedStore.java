package dev.moorage.application.service.eviction;

import dev.moorage.application.fixture.Contents;
import dev.moorage.application.fixture.SettableClock;
import dev.moorage.application.layout.RegistryKeys;
import dev.moorage.domain.cached.CacheLimits;
import dev.moorage.domain.cached.CacheLimits.OfUpstream;
import dev.moorage.domain.cached.Pin;
import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.name.RepositoryName;
import dev.moorage.domain.name.Tag;
import dev.moorage.storage.memory.InMemoryStorageDriver;
import dev.moorage.storage.memory.InMemoryStore;
import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.spi.io.ComputePool;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A store with content of an upstream below {@code hub}. The clock begins at noon. A day of it is recorded when it has passed. */
public final class CachedStore {
    public static final RepositoryName APP = new RepositoryName("hub/app");
    public static final Duration LIFE = Duration.ofDays(7);
    public static final Duration DAY = Duration.ofDays(1);
    private static final String MANIFEST = "application/vnd.oci.image.manifest.v1+json";
    private static final String INDEX = "application/vnd.oci.image.index.v1+json";

    public final SettableClock clock = new SettableClock();
    public final StorageDriver driver = new InMemoryStorageDriver(new InMemoryStore(clock));
    public final Contents contents = new Contents(driver);
    private int number;

    public static CacheLimits limits(Optional<Duration> life, OptionalLong size) {
        return new CacheLimits(List.of(new OfUpstream("hub", life, true)), size);
    }

    public static Digest digest(String text) {
        return Contents.digest(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Stores a layer of one repository, with the text as its bytes. */
    public Digest layer(RepositoryName name, String text) throws IOException {
        Digest digest = digest(text);
        if (contents.read(RegistryKeys.blob(digest)).isEmpty()) {
            contents.put(RegistryKeys.blob(digest), text);
        }
        if (contents.read(RegistryKeys.layerLink(name, digest)).isEmpty()) {
            contents.put(RegistryKeys.layerLink(name, digest), digest.toString());
        }
        return digest;
    }

    /** Stores an image of one layer. */
    public Digest image(RepositoryName name, String layer) throws IOException {
        return manifest(
                name,
                "{\"schemaVersion\":2,\"mediaType\":\"" + MANIFEST + "\",\"config\":"
                        + descriptor("config", layer(name, "{}")) + ",\"layers\":["
                        + descriptor("layer", layer(name, layer)) + "]}");
    }

    /** Stores an image that refers to another manifest. */
    public Digest referrer(RepositoryName name, Digest subject, String layer) throws IOException {
        Digest digest = manifest(
                name,
                "{\"schemaVersion\":2,\"mediaType\":\"" + MANIFEST + "\",\"config\":"
                        + descriptor("config", layer(name, "{}"))
                        + ",\"layers\":[" + descriptor("layer", layer(name, layer)) + "],\"subject\":"
                        + descriptor(MANIFEST, subject) + "}");
        contents.put(RegistryKeys.referrerLink(name, subject, digest), digest.toString());
        return digest;
    }

    public Digest index(RepositoryName name, Digest... images) throws IOException {
        return manifest(
                name,
                "{\"schemaVersion\":2,\"mediaType\":\"" + INDEX + "\",\"manifests\":["
                        + Stream.of(images)
                                .map(image -> descriptor(MANIFEST, image))
                                .collect(Collectors.joining(","))
                        + "]}");
    }

    private static String descriptor(String type, Digest digest) {
        return "{\"mediaType\":\"" + type + "\",\"digest\":\"" + digest + "\",\"size\":7}";
    }

    public Digest manifest(RepositoryName name, String text) throws IOException {
        Digest digest = digest(text);
        contents.put(RegistryKeys.blob(digest), text);
        contents.put(RegistryKeys.revisionLink(name, digest), digest.toString());
        return digest;
    }

    public void tag(RepositoryName name, String tag, Digest digest) throws IOException {
        contents.put(RegistryKeys.tagIndexLink(name, new Tag(tag), digest), digest.toString());
        contents.put(RegistryKeys.tagLink(name, new Tag(tag)), digest.toString());
    }

    public void pin(String text) throws IOException {
        new Pins(driver).add(Pin.parse(text));
    }

    /** Lets days pass, on which clients pull these. */
    public void pass(int days, String... pulls) throws IOException {
        for (int day = 0; day < days; day++) {
            pulled(pulls);
            clock.pass(DAY);
        }
    }

    /** Records pulls of today, as lines such as {@code hub/app v1}. */
    public void pulled(String... pulls) throws IOException {
        LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        number++;
        contents.put(
                RegistryKeys.recordedPulls(today, "test-" + number),
                "pulls 1\n" + Stream.of(pulls).map(line -> line + "\n").collect(Collectors.joining()) + "end\n");
    }

    public void evict(CacheLimits limits) throws IOException {
        evict(limits, driver);
    }

    public void evict(CacheLimits limits, StorageDriver through) throws IOException {
        new Eviction(limits, new ComputePool()).evict(through, clock.instant(), 4, _ -> {});
    }

    public boolean hasTag(RepositoryName name, String tag) throws IOException {
        return contents.read(RegistryKeys.tagLink(name, new Tag(tag))).isPresent();
    }

    public boolean hasManifest(RepositoryName name, Digest digest) throws IOException {
        return contents.read(RegistryKeys.revisionLink(name, digest)).isPresent();
    }

    public boolean hasLayer(RepositoryName name, String text) throws IOException {
        return contents.read(RegistryKeys.layerLink(name, digest(text))).isPresent();
    }
}
