package dev.moorage.application.simulation;

import dev.moorage.application.layout.RegistryKeys;
import dev.moorage.application.simulation.store.SimulatedStore;
import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.name.RepositoryName;
import dev.moorage.domain.upload.UploadId;
import dev.moorage.storage.spi.object.ObjectKey;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * The blobs that clients were promised with a 201, the links that an operator has deleted, and what a collector has to leave and to
 * remove by both.
 */
final class Promises {
    private final SimulatedStore store;
    private final Set<Blob> promised = new HashSet<>();
    private final Set<ObjectKey> damaged = new HashSet<>();
    private final Map<Blob, Integer> deletions = new HashMap<>();
    private final Map<UploadId, Integer> commitsBegun = new HashMap<>();
    private final Set<Blob> mayDangle = new HashSet<>();
    private int allDeletions;

    /** A blob in a repository. */
    record Blob(RepositoryName repository, Digest digest) {}

    Promises(SimulatedStore store) {
        this.store = store;
    }

    /** Allows for a damaged blob that another program has left. */
    void allowDamaged(ObjectKey blob) {
        damaged.add(blob);
    }

    boolean isDamaged(ObjectKey blob) {
        return damaged.contains(blob);
    }

    /** Records that a damaged blob has got its bytes again. */
    void isWholeNow(ObjectKey blob) {
        damaged.remove(blob);
    }

    boolean isWhole(Digest digest) {
        return store.get(RegistryKeys.blob(digest))
                .filter(blob ->
                        Digest.of(digest.algorithm(), blob.content().bytes()).equals(digest))
                .isPresent();
    }

    /** Records that an operator deletes a link now. Requests that have begun before may still answer 201. */
    void mayGo(Blob blob) {
        allDeletions++;
        promised.remove(blob);
        deletions.put(blob, allDeletions);
    }

    /** Returns whether a repository has this blob by a promise. */
    boolean includes(Digest digest) {
        return promised.stream().anyMatch(blob -> blob.digest().equals(digest));
    }

    /** Returns whether this is the link of a promised blob. */
    boolean includes(ObjectKey link) {
        return promised.stream()
                .anyMatch(blob ->
                        RegistryKeys.layerLink(blob.repository(), blob.digest()).equals(link));
    }

    /** Requires everything that was promised. */
    void requireAll() {
        promised.forEach(this::requireThere);
    }

    /** Returns the number of links that were deleted until now. */
    int deletions() {
        return allDeletions;
    }

    /** Records that a request is sent that may commit an upload. */
    void commits(UploadId id) {
        commitsBegun.putIfAbsent(id, allDeletions);
    }

    /**
     * Returns the number of links that had been deleted when the first request was sent that may have committed an
     * upload.
     */
    int deletionsBeforeCommit(UploadId id) {
        return commitsBegun.getOrDefault(id, 0);
    }

    /**
     * Records that a request has ended without a 201. It may have written a link, and may not have looked afterwards
     * whether a collector has removed the blob.
     */
    void mayDangle(Blob blob) {
        mayDangle.add(blob);
    }

    /** Returns whether the docket has a verdict on a blob. A mount does not wait for its end. */
    boolean hasVerdict(Digest digest) {
        return store.keys().stream()
                .filter(key -> key.isBelow(RegistryKeys.DOCKET))
                .flatMap(key -> store.get(key).stream())
                .anyMatch(stored ->
                        new String(stored.content().bytes(), StandardCharsets.US_ASCII).contains(digest.hex()));
    }

    /** Checks after the last collection that nothing is left to collect. */
    void requireNothingToCollect() {
        Set<ObjectKey> needed = new HashSet<>();
        for (ObjectKey key : store.keys()) {
            if (key.value().contains("/_layers/")) {
                RegistryKeys.digestOfLink(key).map(RegistryKeys::blob).ifPresent(needed::add);
            }
            if (key.isBelow(RegistryKeys.DOCKET)) {
                String text = new String(store.get(key).orElseThrow().content().bytes(), StandardCharsets.US_ASCII);
                if (text.contains("condemned") || text.contains("removing")) {
                    throw new Violation("(J10) a verdict is left: " + text);
                }
            }
        }
        for (RepositoryName repository : Client.REPOSITORIES) {
            needed.stream()
                    .flatMap(blob -> RegistryKeys.digestOfBlob(blob).stream())
                    .map(digest -> new Blob(repository, digest))
                    .forEach(this::requireWholeIfLinked);
        }
        for (ObjectKey key : store.keys()) {
            if (RegistryKeys.digestOfBlob(key).isPresent() && !needed.contains(key)) {
                throw new Violation("(J10) garbage is left: " + key);
            }
        }
        promised.forEach(this::requireThere);
    }

    private void requireWholeIfLinked(Blob blob) {
        boolean linked = store.get(RegistryKeys.layerLink(blob.repository(), blob.digest()))
                .isPresent();
        if (linked
                && !isWhole(blob.digest())
                && !mayDangle.contains(blob)
                && !damaged.contains(RegistryKeys.blob(blob.digest()))) {
            throw new Violation("(13) a link without a whole blob: " + blob);
        }
    }

    /**
     * Records that a client got its 201.
     *
     * @param since the number of links that had been deleted when the request was sent. What was deleted since then is
     *     not promised
     */
    void promise(Blob blob, int since) {
        if (deletions.getOrDefault(blob, 0) > since) {
            return;
        }
        requireThere(blob);
        promised.add(blob);
        if (!store.isRemote()) {
            mayDangle.remove(blob); // No link of an earlier request is still on its way.
        }
    }

    /** Returns whether the link to a blob was not deleted since then. */
    boolean stays(Blob blob, int since) {
        return deletions.getOrDefault(blob, 0) <= since;
    }

    boolean isPromised(Blob blob) {
        return promised.contains(blob);
    }

    /** Requires that the link and the whole blob exist. */
    void requireThere(Blob blob) {
        boolean linked = store.get(RegistryKeys.layerLink(blob.repository(), blob.digest()))
                .filter(link -> new String(link.content().bytes(), StandardCharsets.US_ASCII)
                        .equals(blob.digest().toString()))
                .isPresent();
        if (!linked || !isWhole(blob.digest())) {
            throw new Violation("(3) what was committed is not there: " + blob);
        }
    }
}
