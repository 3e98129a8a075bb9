package dev.moorage.benchmarks.collection;

import dev.moorage.application.layout.RegistryKeys;
import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.digest.DigestAlgorithm;
import dev.moorage.domain.name.RepositoryName;
import dev.moorage.storage.memory.InMemoryStorageDriver;
import dev.moorage.storage.memory.InMemoryStore;
import dev.moorage.storage.spi.ForwardingStorageDriver;
import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.spi.object.DeleteGuard;
import dev.moorage.storage.spi.object.DeleteOutcome;
import dev.moorage.storage.spi.object.Durability;
import dev.moorage.storage.spi.object.ListOptions;
import dev.moorage.storage.spi.object.ObjectInfo;
import dev.moorage.storage.spi.object.ObjectKey;
import dev.moorage.storage.spi.object.ObjectPage;
import dev.moorage.storage.spi.object.ObjectVersion;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongFunction;
import java.util.function.LongUnaryOperator;

/**
 * A store whose blobs and links are made up while they are listed, so that ten million of them take no memory. Each blob has one
 * link, in one of the repositories, except those that are garbage. All are older than any grace period. Everything else is in
 * memory.
 */
final class MadeUpStore extends ForwardingStorageDriver {
    private static final Instant LONG_AGO = Instant.parse("2020-01-01T00:00:00Z");
    private static final ObjectVersion VERSION = new ObjectVersion("1");
    private static final int REPOSITORIES = 1000;
    private static final String FIRST_HEX = "0".repeat(16);

    private final StorageDriver other = new InMemoryStorageDriver(new InMemoryStore());
    private final int blobs;
    private final int garbage;
    private final Duration latency;
    /** The difference of the first eight bytes of two digests that follow each other. */
    private final long step;

    private final BitSet deleted;

    /**
     * @param blobs their number, those that are garbage among them
     * @param garbage how many blobs no repository links, at most half of them
     * @param latency of each request
     */
    MadeUpStore(int blobs, int garbage, Duration latency) {
        this.blobs = blobs;
        this.garbage = garbage;
        this.latency = latency;
        this.step = Long.divideUnsigned(-1, blobs);
        this.deleted = new BitSet(blobs);
    }

    @Override
    protected StorageDriver delegate() {
        return other;
    }

    /** Returns how many blobs were deleted. */
    synchronized int deleted() {
        return deleted.cardinality();
    }

    private boolean isGarbage(long number) {
        return garbage > 0 && number % (blobs / garbage) == 0 && number / (blobs / garbage) < garbage;
    }

    private synchronized boolean isDeleted(long number) {
        return deleted.get(Math.toIntExact(number));
    }

    private Digest digest(long number) {
        HexFormat hex = HexFormat.of();
        StringBuilder value = new StringBuilder(hex.toHexDigits(number * step));
        for (long part = 1; part < 4; part++) {
            long mixed = (number * 4 + part) * 0x9e3779b97f4a7c15L;
            value.append(hex.toHexDigits((mixed ^ mixed >>> 29) * 0xbf58476d1ce4e5b9L));
        }
        return new Digest(DigestAlgorithm.CANONICAL, value.toString());
    }

    /** Returns the number of the first blob whose digest begins with these 16 digits or greater ones. */
    private long numberFrom(String hex) {
        long value = HexFormat.fromHexDigitsToLong(hex);
        long number = Long.divideUnsigned(value, step);
        return number * step == value ? number : number + 1;
    }

    private static RepositoryName repository(int number) {
        return new RepositoryName("made-up/r%04d".formatted(number));
    }

    private void answer() {
        if (latency.isPositive()) {
            LockSupport.parkNanos(latency.toNanos());
        }
    }

    @Override
    public ObjectPage list(ObjectKey prefix, ListOptions options) throws IOException {
        answer();
        if (prefix.equals(RegistryKeys.BLOBS)) {
            long first = options.after().map(this::afterBlob).orElse(0L);
            return page(
                    options.limit(),
                    first,
                    blobs,
                    number -> number + 1,
                    number -> isDeleted(number) ? Optional.empty() : Optional.of(RegistryKeys.blob(digest(number))));
        }
        if (prefix.equals(RegistryKeys.REPOSITORIES)) {
            return links(options);
        }
        return other.list(prefix, options);
    }

    private long afterBlob(String key) {
        return numberFrom(hex(key, key.length() - "/data".length())) + 1;
    }

    /** Returns the 16 digits with which the digest begins that ends at an index of the key. */
    private static String hex(String key, int end) {
        int start = end - 64;
        return start < 0 ? FIRST_HEX : key.substring(start, start + 16);
    }

    private ObjectPage links(ListOptions options) {
        int repository = 0;
        long first = 0;
        if (options.after().isPresent()) {
            String key = options.after().get();
            int name = key.indexOf("made-up/r") + "made-up/r".length();
            repository = Integer.parseInt(key, name, name + 4, 10);
            first = numberFrom(hex(key, key.length() - "/link".length())) + REPOSITORIES;
        } else {
            first = repository;
        }
        List<ObjectPage.Entry> entries = new ArrayList<>();
        while (repository < REPOSITORIES && entries.size() < options.limit()) {
            RepositoryName name = repository(repository);
            ObjectPage some = page(
                    options.limit() - entries.size(),
                    first,
                    blobs,
                    number -> number + REPOSITORIES,
                    number -> isGarbage(number)
                            ? Optional.empty()
                            : Optional.of(RegistryKeys.layerLink(name, digest(number))));
            entries.addAll(some.entries());
            repository++;
            first = repository;
        }
        return new ObjectPage(
                entries,
                entries.size() < options.limit()
                        ? Optional.empty()
                        : Optional.of(entries.getLast().text()));
    }

    private static ObjectPage page(
            int limit, long first, long end, LongUnaryOperator next, LongFunction<Optional<ObjectKey>> key) {
        List<ObjectPage.Entry> entries = new ArrayList<>();
        for (long number = first; number < end && entries.size() < limit; number = next.applyAsLong(number)) {
            key.apply(number).ifPresent(each -> entries.add(new ObjectPage.Found(each, 1)));
        }
        return new ObjectPage(
                entries,
                entries.size() < limit
                        ? Optional.empty()
                        : Optional.of(entries.getLast().text()));
    }

    private Optional<Long> numberOf(ObjectKey key) {
        return RegistryKeys.digestOfBlob(key)
                .map(digest -> numberFrom(digest.hex().substring(0, 16)));
    }

    @Override
    public Optional<ObjectInfo> stat(ObjectKey key) throws IOException {
        answer();
        Optional<Long> number = numberOf(key);
        if (number.isEmpty()) {
            return other.stat(key);
        }
        return isDeleted(number.get()) ? Optional.empty() : Optional.of(new ObjectInfo(key, 1, VERSION, LONG_AGO));
    }

    @Override
    public Map<ObjectKey, DeleteOutcome> deleteWhile(DeleteGuard guard, Set<ObjectKey> keys, Durability durability)
            throws IOException {
        answer();
        Map<ObjectKey, DeleteOutcome> outcomes = other.deleteWhile(guard, keys, durability);
        synchronized (this) {
            outcomes.forEach((key, outcome) -> {
                if (outcome == DeleteOutcome.DELETED) {
                    numberOf(key).ifPresent(number -> deleted.set(Math.toIntExact(number)));
                }
            });
        }
        return outcomes;
    }
}
