package dev.moorage.storage.azure;

import dev.moorage.storage.azure.BlobRequests.Condition;
import dev.moorage.storage.azure.Staging.Commit;
import dev.moorage.storage.spi.ObjectContent;
import dev.moorage.storage.spi.ObjectKey;
import dev.moorage.storage.spi.StagedBytesLostException;
import dev.moorage.storage.spi.StagingFencedException;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * The blob in which an upload's blocks are, as one writer sees it, and how that writer becomes the only one who commits it:
 *
 * <ol>
 *   <li>Put Block List drops every block that it does not name, those of other writers too. So each one is conditional on the
 *       commit before, and says the generation of who made it.
 *   <li>A writer that takes over commits what it took over before it puts a block of its own. From then on the commits of
 *       older ones fail, and theirs are the blocks that are dropped.
 *   <li>A commit that fails because an older writer made one is repeated on top of that; one that fails because of a younger
 *       writer tells that this one was overtaken.
 *   <li>A blob that an object may refer to is never committed again. Who goes on goes on in a copy of it.
 * </ol>
 */
final class StagedBlob {
    private static final int MOST_ATTEMPTS = 8;

    private final ObjectKey area;
    private final long generation;
    private final BlobRequests requests;
    private final BlobNames names;
    private final Copies copies;
    private String place;
    private Optional<Commit> committed;
    private boolean mine;
    /** What may refer to the blob, so that it must not change any more. */
    private Optional<String> frozenFor = Optional.empty();

    StagedBlob(ObjectKey area, long generation, Staging staging, boolean begun, AzureTransfers with) {
        this.area = area;
        this.generation = generation;
        this.requests = with.requests();
        this.names = with.names();
        this.copies = with.copies();
        this.place = staging.place();
        this.committed = staging.committed();
        this.mine = begun;
    }

    String name() {
        return names.staged(area, place);
    }

    String place() {
        return place;
    }

    Optional<Commit> committed() {
        return committed;
    }

    /** What to record of it: nothing that would let a later writer commit what is frozen. */
    Optional<Commit> recorded() {
        return frozenFor.isPresent() ? Optional.empty() : committed;
    }

    /** What was committed is the object's up to there only. */
    void truncated(long length) {
        committed = committed.map(commit -> commit.truncated(length));
    }

    /** Makes sure that no older writer can commit any more. */
    void takeOver(BlockList blocks) throws IOException {
        if (!mine) {
            commit(blocks, false);
        }
    }

    /** Makes the blob of exactly these blocks, if this writer has not done so. */
    void seal(BlockList blocks) throws IOException {
        boolean exact = committed.isPresent()
                && committed.get().size() == blocks.size()
                && committed.get().shared() == blocks.size();
        if (!mine || !exact) {
            commit(blocks, true);
        }
    }

    /**
     * Commits.
     *
     * @param isLast whether nothing will be added: then a frozen blob that has exactly these blocks will do
     */
    private void commit(BlockList blocks, boolean isLast) throws IOException {
        Condition condition =
                committed.map(commit -> Condition.match(commit.etag())).orElse(Condition.ABSENT);
        for (int attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
            Signature signature = Signature.of(blocks);
            Optional<String> etag = tryCommit(blocks, signature, condition);
            if (etag.isEmpty()) {
                Optional<BlobHead> there = requests.head(name());
                etag = there.filter(head -> signature.isOf(head) || isLast && signature.isFrozenOf(head))
                        .map(BlobHead::etag);
                frozenFor = etag.isPresent() ? there.flatMap(StagedBlob::frozenFor) : Optional.empty();
                condition = etag.isPresent() ? condition : nextCondition(there, condition);
            }
            if (etag.isPresent()) {
                committed = Optional.of(new Commit(etag.get(), blocks.size(), blocks.size()));
                mine = true;
                return;
            }
        }
        throw new StagingFencedException(area);
    }

    /** How a commit is known again: by who made it, and what of. */
    private record Signature(String write, String blocks) {
        static Signature of(BlockList blocks) {
            return new Signature(UUID.randomUUID().toString(), blocks.checksum());
        }

        Map<String, String> metadata(long generation) {
            return Map.of(
                    BlobHead.GENERATION, Long.toString(generation), BlobHead.WRITE, write, BlobHead.BLOCKS, blocks);
        }

        /** Whether this very commit was made, and its answer lost. */
        boolean isOf(BlobHead head) {
            return head.wasWrittenBy(write);
        }

        /** Whether the blob was frozen when it was what it is to be: a publishing that was not finished. */
        boolean isFrozenOf(BlobHead head) {
            return frozenFor(head).isPresent() && blocks.equals(head.metadata().get(BlobHead.BLOCKS));
        }
    }

    /** The new ETag; empty when the blob is not what it was to be, or nobody knows. */
    private Optional<String> tryCommit(BlockList blocks, Signature signature, Condition condition) throws IOException {
        try {
            return Optional.of(requests.putBlockList(name(), blocks.ids(), signature.metadata(generation), condition));
        } catch (RefusedException e) {
            if (e.isInvalidBlockList() || e.isMissing()) {
                throw new StagedBytesLostException(area, e);
            }
            if (!e.isLostCondition()) {
                throw e;
            }
            return Optional.empty();
        } catch (IOException e) {
            // Made or not? The blob knows.
            return Optional.of(requests.head(name())
                    .filter(signature::isOf)
                    .orElseThrow(() -> e)
                    .etag());
        }
    }

    private static Optional<String> frozenFor(BlobHead head) {
        return Optional.ofNullable(head.metadata().get(BlobHead.TARGET));
    }

    private Condition nextCondition(Optional<BlobHead> there, Condition condition) throws IOException {
        if (there.isEmpty()) {
            if (condition.ifMatch().isPresent()) {
                throw new StagedBytesLostException(area);
            }
            return Condition.ABSENT;
        }
        if (frozenFor(there.get()).isPresent()) {
            return fork(there.get());
        }
        if (there.get().generation() > generation) {
            throw new StagingFencedException(area);
        }
        return Condition.match(there.get().etag());
    }

    /** Goes on in a copy, which has the same blocks under the same ids. */
    private Condition fork(BlobHead frozen) throws IOException {
        String source = name();
        place = place + "-" + generation;
        try {
            copies.copy(source, frozen.etag(), name(), Map.of(BlobHead.GENERATION, "0"), Condition.NONE);
        } catch (RefusedException e) {
            if (e.isOtherSource()) {
                throw new StagingFencedException(area);
            }
            throw e.isMissing() ? new StagedBytesLostException(area, e) : e;
        }
        return Condition.match(requests.head(name())
                .orElseThrow(() -> new StagedBytesLostException(area))
                .etag());
    }

    /** Says in the blob what may refer to it from now on. It must be what was sealed, and published nowhere else. */
    void freeze(BlockList blocks, String target) throws IOException {
        if (frozenFor.isPresent() && !frozenFor.get().equals(target)) {
            throw new StagedBytesLostException(area);
        }
        Commit sealed = committed.orElseThrow(() -> new StagingFencedException(area));
        Signature signature = Signature.of(blocks);
        Map<String, String> metadata = new HashMap<>(signature.metadata(generation));
        metadata.put(BlobHead.TARGET, target);
        String etag;
        try {
            etag = requests.setMetadata(name(), metadata, Condition.match(sealed.etag()));
        } catch (RefusedException e) {
            if (!e.isLostCondition() && !e.isMissing()) {
                throw e;
            }
            BlobHead there = requests.head(name()).orElseThrow(() -> new StagedBytesLostException(area));
            if (!signature.isFrozenOf(there) || !frozenFor(there).equals(Optional.of(target))) {
                throw new StagingFencedException(area);
            }
            etag = there.etag();
        }
        frozenFor = Optional.of(target);
        committed = Optional.of(new Commit(etag, sealed.size(), sealed.shared()));
    }

    /** Bytes that were committed, of the object's start. */
    ObjectContent read(BlobObjects objects, long offset, long length) throws IOException {
        Commit commit = committed.orElseThrow(() -> new StagedBytesLostException(area));
        try {
            return objects.part(area, name(), commit.etag(), offset, length);
        } catch (RefusedException e) {
            if (e.isMissing()) {
                throw new StagedBytesLostException(area, e);
            }
            throw e.isLostCondition() ? new StagingFencedException(area) : e;
        }
    }

    /** Deletes the blob, with its blocks that were never committed. */
    void delete(boolean hasBlocks) throws IOException {
        if (requests.delete(name(), Condition.NONE) || !hasBlocks) {
            return;
        }
        // Nothing was committed: an empty list takes the place of the blocks, and goes.
        try {
            requests.putBlockList(name(), List.of(), Map.of(), Condition.ABSENT);
        } catch (RefusedException e) {
            if (!e.isLostCondition()) {
                throw e;
            }
        }
        requests.delete(name(), Condition.NONE);
    }
}
