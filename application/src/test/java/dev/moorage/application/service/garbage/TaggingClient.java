package dev.moorage.application.service.garbage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moorage.application.fixture.Contents;
import dev.moorage.application.fixture.SettableClock;
import dev.moorage.application.layout.RegistryKeys;
import dev.moorage.application.port.in.failure.RemovalPendingException;
import dev.moorage.application.port.in.upload.CompleteResult;
import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.error.RegistryException;
import dev.moorage.domain.name.Reference;
import dev.moorage.domain.name.RepositoryName;
import dev.moorage.domain.name.Tag;
import dev.moorage.storage.spi.object.ObjectKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;

/**
 * A client with a repository of its own, in which it does at random what clients do. It checks after each step:
 *
 * <ul>
 *   <li>What a tag names is there, with all its manifests and blobs, and so is a referrer of it.
 *   <li>An untagged manifest is there for the grace period after its push.
 *   <li>A manifest is accepted if all that it names was there, by an answer, when the trash was younger than its period.
 * </ul>
 */
final class TaggingClient implements Callable<Void> {
    private static final int STEPS = 1000;
    private static final int BLOBS = 16;
    private static final List<String> TAGS = List.of("a", "b", "c");

    /**
     * How long after an answer a client relies on it. A HEAD may be 200 just before a delete, whose record of the trash was written
     * up to a minute earlier, when the removal began. The clock also passes during a request. So both come off the
     * period of the trash.
     */
    private static final Duration RELIED_ON =
            RepositoriesBesidePushesTest.TRASH.minusMinutes(1).dividedBy(2);

    private final PushedRegistry registry;
    private final Contents contents;
    private final SettableClock clock;
    private final RepositoryName repository;
    private final RepositoryName other;
    private final Random random;
    private final Map<Digest, Answered> answered = new HashMap<>();
    private final Map<String, Image> tags = new HashMap<>();
    private final Map<Digest, Image> referrers = new HashMap<>();
    private long promised;

    /** A blob or a manifest that the registry has said it has, and since when. */
    private record Answered(Image image, Instant when) {}

    /** A blob, or a manifest with what it names. */
    private record Image(Digest digest, byte[] content, boolean isBlob, List<Image> names) {
        void addTo(Set<Image> all) {
            all.add(this);
            names.forEach(name -> name.addTo(all));
        }

        Set<Image> all() {
            Set<Image> all = new HashSet<>();
            addTo(all);
            return all;
        }

        boolean has(Digest part) {
            return digest.equals(part) || names.stream().anyMatch(name -> name.has(part));
        }
    }

    TaggingClient(
            PushedRegistry registry,
            Contents contents,
            SettableClock clock,
            RepositoryName repository,
            RepositoryName other,
            long seed) {
        this.registry = registry;
        this.contents = contents;
        this.clock = clock;
        this.repository = repository;
        this.other = other;
        this.random = new Random(seed);
    }

    long promised() {
        return promised;
    }

    @Override
    public Void call() throws IOException {
        for (int step = 0; step < STEPS; step++) {
            if (random.nextInt(3) == 0) {
                synchronized (clock) {
                    clock.pass(Duration.ofMillis(random.nextInt(3000)));
                }
            }
            try {
                act();
            } catch (RemovalPendingException _) {
                // The client would try again.
            }
            requireAll();
        }
        return null;
    }

    private void act() throws IOException {
        switch (random.nextInt(14)) {
            case 0, 1, 12, 13 -> blob();
            case 2 -> head();
            case 3 -> image(true);
            case 4, 5 -> image(false);
            case 6, 7 -> index();
            case 8 -> referrer();
            case 9 -> deleteTag();
            case 10 -> deleteManifest();
            default -> deleteBlob();
        }
    }

    private void answer(Image image, Instant when) {
        answered.put(image.digest(), new Answered(image, when));
        promised++;
    }

    private void blob() throws IOException {
        byte[] content = {'b', 'l', 'o', 'b', (byte) random.nextInt(BLOBS)};
        Image blob = new Image(Contents.digest(content), content, true, List.of());
        Instant when = clock.instant();
        boolean there = switch (random.nextInt(3)) {
            case 0 -> registry.push(repository, content) instanceof CompleteResult.Committed;
            case 1 ->
                registry.commit(registry.patch(repository, content), blob.digest()) instanceof CompleteResult.Committed;
            default -> registry.mount(repository, blob.digest(), other);
        };
        if (there) {
            answer(blob, when);
        }
    }

    /** Asks for a blob that a client has seen before, and pushes it only if it is gone. */
    private void head() throws IOException {
        List<Image> blobs = answered.values().stream()
                .map(Answered::image)
                .filter(Image::isBlob)
                .toList();
        if (!blobs.isEmpty()) {
            Image blob = blobs.get(random.nextInt(blobs.size()));
            Instant when = clock.instant();
            if (registry.has(repository, blob.digest())) {
                answer(blob, when);
            }
        }
    }

    /** Returns some of what the client may rely on. */
    private List<Image> some(boolean blobs, int most) {
        List<Image> known = new ArrayList<>(answered.values().stream()
                .map(Answered::image)
                .filter(image -> image.isBlob() == blobs)
                .toList());
        java.util.Collections.shuffle(known, random);
        return known.subList(0, Math.min(known.size(), 1 + random.nextInt(most)));
    }

    private static byte[] json(List<Image> names, boolean index, String more) {
        Digest[] digests = names.stream().map(Image::digest).toArray(Digest[]::new);
        byte[] plain = index ? PushedRegistry.index(digests) : PushedRegistry.image(digests[0], digests);
        String text = new String(plain, StandardCharsets.UTF_8);
        return (text.substring(0, text.length() - 1) + more + "}").getBytes(StandardCharsets.UTF_8);
    }

    private void image(boolean tagged) throws IOException {
        List<Image> layers = some(true, 3);
        if (!layers.isEmpty()) {
            put(json(layers, false, ""), layers, tagged);
        }
    }

    private void index() throws IOException {
        List<Image> children = some(false, 2);
        if (!children.isEmpty() && depth(children) < 4) {
            put(json(children, true, ""), children, random.nextInt(3) > 0);
        }
    }

    private static int depth(List<Image> images) {
        return images.stream().mapToInt(image -> 1 + depth(image.names())).max().orElse(0);
    }

    private void referrer() throws IOException {
        List<Image> layers = some(true, 1);
        if (!layers.isEmpty() && !tags.isEmpty()) {
            Image subject = tags.get(tags.keySet().iterator().next());
            byte[] content = json(layers, false, ",\"subject\":{\"digest\":\"" + subject.digest() + "\"}");
            Image referrer = put(content, layers, false);
            if (referrer != null) {
                referrers.put(subject.digest(), referrer);
            }
        }
    }

    /** Pushes a manifest. Returns null if it was refused, as it may be. */
    private Image put(byte[] content, List<Image> names, boolean tagged) throws IOException {
        Image image = new Image(Contents.digest(content), content, false, List.copyOf(names));
        Instant when = clock.instant();
        try {
            if (tagged) {
                String tag = TAGS.get(random.nextInt(TAGS.size()));
                registry.put(repository, tag, content);
                tags.put(tag, image);
            } else {
                registry.put(repository, content);
            }
        } catch (RegistryException refused) {
            Instant oldest = names.stream()
                    .map(name -> answered.get(name.digest()).when())
                    .min(Instant::compareTo)
                    .orElseThrow();
            assertThat(Duration.between(oldest, clock.instant()))
                    .as("refused: %s", refused.errors())
                    .isGreaterThan(RELIED_ON);
            names.forEach(name -> answered.remove(name.digest()));
            return null;
        }
        names.forEach(name -> answer(name, when));
        answer(image, when);
        referrers.keySet().removeIf(subject -> tags.values().stream().noneMatch(tag -> tag.has(subject)));
        Image shown = image;
        boolean young = Duration.between(when, clock.instant()).compareTo(RepositoriesBesidePushesTest.GRACE) < 0;
        boolean there = contents.read(RegistryKeys.revisionLink(repository, shown.digest()))
                .isPresent();
        boolean stillYoung = Duration.between(when, clock.instant()).compareTo(RepositoriesBesidePushesTest.GRACE) < 0;
        assertThat(there || !young || !stillYoung)
                .as("an untagged manifest stays for the grace period")
                .isTrue();
        return image;
    }

    private void deleteTag() throws IOException {
        if (!tags.isEmpty()) {
            String tag = tags.keySet().iterator().next();
            tags.remove(tag);
            forgetReferrers();
            registry.delete(repository, new Reference.ByTag(new Tag(tag)));
        }
    }

    private void forgetReferrers() {
        referrers.keySet().removeIf(subject -> tags.values().stream().noneMatch(tag -> tag.has(subject)));
    }

    private boolean isNeeded(Digest digest) {
        return tags.values().stream().anyMatch(tag -> tag.has(digest))
                || referrers.values().stream().anyMatch(referrer -> referrer.has(digest));
    }

    private void deleteManifest() throws IOException {
        delete(false);
    }

    private void deleteBlob() throws IOException {
        delete(true);
    }

    /** Deletes something that no tag needs. What names it can no longer be relied on. */
    private void delete(boolean blob) throws IOException {
        List<Image> some = some(blob, 1);
        if (some.isEmpty() || isNeeded(some.getFirst().digest())) {
            return;
        }
        Digest digest = some.getFirst().digest();
        answered.values().removeIf(known -> known.image().has(digest));
        try {
            if (blob) {
                registry.deleteBlob(repository, digest);
            } else {
                registry.delete(repository, new Reference.ByDigest(digest));
            }
        } catch (RegistryException _) {
            // A collector was faster.
        }
    }

    /** Requires all that tags need, and the referrers of it. */
    void requireAll() throws IOException {
        for (Map.Entry<String, Image> tag : tags.entrySet()) {
            assertThat(contents.read(RegistryKeys.tagLink(repository, new Tag(tag.getKey()))))
                    .as("tag")
                    .hasValue(tag.getValue().digest().toString().getBytes(StandardCharsets.UTF_8));
            requireWhole(tag.getValue());
        }
        for (Map.Entry<Digest, Image> referrer : referrers.entrySet()) {
            requireWhole(referrer.getValue());
            require(RegistryKeys.referrerLink(
                    repository, referrer.getKey(), referrer.getValue().digest()));
        }
    }

    private void requireWhole(Image image) throws IOException {
        for (Image part : image.all()) {
            require(
                    part.isBlob()
                            ? RegistryKeys.layerLink(repository, part.digest())
                            : RegistryKeys.revisionLink(repository, part.digest()));
            assertThat(contents.read(RegistryKeys.blob(part.digest())))
                    .as("bytes")
                    .hasValue(part.content());
        }
    }

    private void require(ObjectKey key) throws IOException {
        assertThat(contents.read(key)).as("%s", key).isPresent();
    }
}
