package dev.moorage.application.service.proxy;

import dev.moorage.application.port.out.upstream.Upstream;
import dev.moorage.application.port.out.upstream.UpstreamAnswer;
import dev.moorage.application.port.out.upstream.UpstreamAnswer.Found;
import dev.moorage.application.port.out.upstream.UpstreamAnswer.Kind;
import dev.moorage.application.port.out.upstream.UpstreamAnswer.Missing;
import dev.moorage.application.port.out.upstream.UpstreamAnswer.Unavailable;
import dev.moorage.application.port.out.upstream.UpstreamBlob;
import dev.moorage.application.port.out.upstream.UpstreamReferrer;
import dev.moorage.application.port.out.upstream.UpstreamTags;
import dev.moorage.domain.blob.Descriptor;
import dev.moorage.domain.blob.MediaType;
import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.digest.DigestAlgorithm;
import dev.moorage.domain.name.Reference;
import dev.moorage.domain.name.RepositoryName;
import dev.moorage.domain.name.Tag;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;

/** An upstream in memory, with the faults that a test wants. */
public final class FakeUpstream implements Upstream {
    private final Map<String, byte[]> blobs = new ConcurrentHashMap<>();
    private final Map<String, byte[]> manifests = new ConcurrentHashMap<>();
    private final Map<String, Digest> tags = new ConcurrentHashMap<>();
    private final Map<String, List<UpstreamReferrer>> referrers = new ConcurrentHashMap<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private volatile Optional<Unavailable<Object>> down = Optional.empty();
    private volatile Transfers transfers = new Transfers();
    private volatile boolean pages = true;
    private volatile OptionalLong remaining = OptionalLong.empty();

    /** What happens to the transfers of blobs. */
    public static final class Transfers {
        private volatile long breaksAt = Long.MAX_VALUE;
        private volatile int mostBreaks = 1;
        private volatile long wrongAt = -1;
        private volatile boolean ranges = true;
        private volatile boolean sized = true;
        private volatile long waitsAt = Long.MAX_VALUE;
        private final Semaphore gate = new Semaphore(0);

        /** The transfer breaks off once after this many bytes. */
        public Transfers breaksAt(long offset) {
            return breaksAt(offset, 1);
        }

        public Transfers breaksAt(long offset, int times) {
            breaksAt = offset;
            mostBreaks = times;
            return this;
        }

        /** The byte at this offset is another one. */
        public Transfers wrongAt(long offset) {
            wrongAt = offset;
            return this;
        }

        public Transfers withoutRanges() {
            ranges = false;
            return this;
        }

        public Transfers withoutSizes() {
            sized = false;
            return this;
        }

        /** Transfers wait at this offset until they are let go. */
        public Transfers waitsAt(long offset) {
            waitsAt = offset;
            return this;
        }

        public void letGo() {
            gate.release(1 << 20);
        }

        /** One read goes on. */
        public void step() {
            gate.release();
        }
    }

    public Digest blob(String repository, byte[] content) {
        Digest digest = Digest.of(DigestAlgorithm.CANONICAL, content);
        blobs.put(repository + "@" + digest, content);
        return digest;
    }

    /** Makes the upstream send bytes under a digest that is not theirs. */
    public void claim(String repository, Digest digest, byte[] content) {
        blobs.put(repository + "@" + digest, content);
    }

    public Digest manifest(String repository, String tag, String content) {
        byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
        Digest digest = Digest.of(DigestAlgorithm.CANONICAL, bytes);
        manifests.put(repository + "@" + digest, bytes);
        tags.put(repository + ":" + tag, digest);
        return digest;
    }

    public void damage(String repository, Digest digest) {
        manifests.put(repository + "@" + digest, new byte[] {'{', '}', ' '});
    }

    public void untag(String repository, String tag) {
        tags.remove(repository + ":" + tag);
    }

    public void forget(String repository, Digest digest) {
        manifests.remove(repository + "@" + digest);
    }

    public void goDown(Kind kind) {
        down = Optional.of(new Unavailable<>(kind, "the test says so", Optional.empty()));
    }

    public void comeBack() {
        down = Optional.empty();
    }

    public Transfers transfers(Transfers next) {
        transfers = next;
        return next;
    }

    /** Returns what was asked for: a verb and what it is about. */
    public List<String> asked() {
        return asked;
    }

    private <T> UpstreamAnswer<T> answer(String question, Optional<T> content) {
        asked.add(question);
        Optional<Unavailable<Object>> failure = down;
        if (failure.isPresent()) {
            return new Unavailable<>(
                    failure.get().kind(), failure.get().reason(), failure.get().retryAfter());
        }
        return content.<UpstreamAnswer<T>>map(Found::new).orElseGet(Missing::new);
    }

    @Override
    public UpstreamAnswer<Digest> resolve(RepositoryName repository, Tag tag) {
        return answer("HEAD tag", Optional.ofNullable(tags.get(repository + ":" + tag.value())));
    }

    @Override
    public UpstreamAnswer<byte[]> manifest(RepositoryName repository, Reference reference) {
        return answer("GET manifest", Optional.ofNullable(manifests.get(repository + "@" + reference)));
    }

    /** Ignores the number of tags and where they begin if the test wants that. */
    @Override
    public UpstreamAnswer<UpstreamTags> tags(RepositoryName repository, int most, Optional<String> last) {
        List<Tag> all = tags.keySet().stream()
                .filter(name -> name.startsWith(repository + ":"))
                .map(name -> name.substring(name.indexOf(':') + 1))
                .sorted()
                .filter(name -> !pages || last.isEmpty() || name.compareTo(last.get()) > 0)
                .map(Tag::new)
                .toList();
        List<Tag> page = pages ? all.stream().limit(most).toList() : all;
        return answer(
                "GET tags",
                Optional.of(new UpstreamTags(page, page.size() < all.size()))
                        .filter(_ -> tags.keySet().stream().anyMatch(name -> name.startsWith(repository + ":"))));
    }

    /** Makes the upstream list these referrers of a manifest. */
    public void refer(String repository, Digest subject, UpstreamReferrer... list) {
        referrers.put(repository + "@" + subject, List.of(list));
    }

    /** Makes the upstream list one referrer of a manifest. */
    public void refer(String repository, Digest subject, Digest referrer) {
        Descriptor descriptor = new Descriptor(
                MediaType.of("application/vnd.oci.image.manifest.v1+json").orElseThrow(), referrer, 1);
        refer(repository, subject, new UpstreamReferrer(descriptor, Optional.empty(), Map.of()));
    }

    @Override
    public UpstreamAnswer<List<UpstreamReferrer>> referrers(RepositoryName repository, Digest subject) {
        return answer("GET referrers", Optional.ofNullable(referrers.get(repository + "@" + subject)));
    }

    @Override
    public OptionalLong remaining() {
        return remaining;
    }

    public void gives(long manifests) {
        remaining = OptionalLong.of(manifests);
    }

    public void doesNotKnowPages() {
        pages = false;
    }

    @Override
    public UpstreamAnswer<Long> size(RepositoryName repository, Digest digest) {
        return answer(
                "HEAD blob",
                Optional.ofNullable(blobs.get(repository + "@" + digest)).map(content -> (long) content.length));
    }

    @Override
    public UpstreamAnswer<UpstreamBlob> blob(RepositoryName repository, Digest digest, long offset) {
        return answer(
                "GET blob " + offset,
                Optional.ofNullable(blobs.get(repository + "@" + digest))
                        .map(content -> new Transfer(content, transfers.ranges ? offset : 0, transfers)));
    }

    private static final class Transfer implements UpstreamBlob {
        private static final int AT_ONCE = 10_000;

        private final byte[] content;
        private final long begins;
        private final Transfers how;
        private int at;
        private volatile boolean closed;

        Transfer(byte[] content, long begins, Transfers how) {
            this.content = content;
            this.begins = begins;
            this.how = how;
            this.at = (int) begins;
        }

        @Override
        public long begins() {
            return begins;
        }

        @Override
        public OptionalLong size() {
            return how.sized ? OptionalLong.of(content.length) : OptionalLong.empty();
        }

        @Override
        public int read(ByteBuffer destination) throws IOException {
            if (closed) {
                throw new IOException("closed");
            }
            if (at >= how.breaksAt && how.mostBreaks > 0) {
                how.mostBreaks--;
                throw new IOException("the test breaks it off");
            }
            if (at >= how.waitsAt) {
                try {
                    how.gate.acquire();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw new IOException(e);
                }
            }
            if (at == content.length) {
                return -1;
            }
            int count = Math.min(Math.min(AT_ONCE, destination.remaining()), content.length - at);
            for (int i = 0; i < count; i++, at++) {
                destination.put(at == how.wrongAt ? (byte) ~content[at] : content[at]);
            }
            return count;
        }

        @Override
        public void close() {
            closed = true;
        }
    }
}
