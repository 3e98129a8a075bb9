package dev.moorage.storage.azure.staging;

import dev.moorage.storage.azure.client.Settings;
import dev.moorage.storage.azure.object.AzureTransfers;
import dev.moorage.storage.azure.object.References;
import dev.moorage.storage.azure.request.BlobRequests;
import dev.moorage.storage.azure.request.RefusedException;
import dev.moorage.storage.spi.io.Part;
import dev.moorage.storage.spi.object.ByteRange;
import dev.moorage.storage.spi.object.ObjectContent;
import dev.moorage.storage.spi.object.ObjectKey;
import dev.moorage.storage.spi.staging.Appended;
import dev.moorage.storage.spi.staging.BodySource;
import dev.moorage.storage.spi.staging.Published;
import dev.moorage.storage.spi.staging.Sealed;
import dev.moorage.storage.spi.staging.StagedBytesLostException;
import dev.moorage.storage.spi.staging.StagedObject;
import dev.moorage.storage.spi.staging.StagedState;
import dev.moorage.storage.spi.staging.StagingFencedException;
import java.io.IOException;
import java.security.MessageDigest;
import java.util.Optional;

/**
 * One writer of a staged object. Its bytes are the blocks that its list names. They belong to a {@link StagedBlob}. If the
 * target is known from the start, they belong to the target's own blob instead, and readers see none of them before they are
 * published.
 */
public final class AzureStagedObject implements StagedObject {
    /**
     * The maximum length of an encoded block list in characters. A longer one would make the state too large, even if the
     * service allows more blocks.
     */
    private static final int LARGEST_LIST = 600 << 10;

    private final ObjectKey area;
    private final long generation;
    private final AzureTransfers with;
    private Optional<ObjectKey> bound;
    private String once;
    private BlockList blocks;
    private StagedBlob blob;
    private int number;
    private boolean sealed;
    private Optional<Published> published = Optional.empty();

    public AzureStagedObject(ObjectKey area, long generation, Staging staging, boolean begun, AzureTransfers with) {
        this.area = area;
        this.generation = generation;
        this.with = with;
        this.bound = staging.target();
        this.once = staging.once();
        this.blocks = staging.blocks();
        this.blob = new StagedBlob(area, generation, staging, begun, with);
    }

    @Override
    public long size() {
        return blocks.size();
    }

    @Override
    public StagedState state() {
        return new Staging(once, blob.place(), bound, blob.recorded(), blocks).state();
    }

    @Override
    public boolean accepts(ObjectKey target) {
        return bound.isEmpty() || bound.get().equals(target);
    }

    private void requireOpen() throws StagingFencedException {
        if (sealed) {
            throw new StagingFencedException(area);
        }
    }

    @Override
    public Appended append(BodySource source) throws IOException {
        requireOpen();
        try {
            Optional<IOException> broken = sent(source);
            return new Appended(blocks.size(), broken);
        } catch (RefusedException e) {
            // Another writer has put a blob at the target that takes no blocks. That dropped the blocks that were
            // waiting
            // there.
            throw bound.isPresent() && e.takesNoBlocks() ? new StagedBytesLostException(area, e) : e;
        }
    }

    /** Sends all bytes of a body. Returns the failure that ended the body early, if there was one. */
    private Optional<IOException> sent(BodySource source) throws IOException {
        BlockSender sender = new BlockSender(with.threads(), with.allowed(), block -> blocks.add(block));
        ReceivedPart received;
        do {
            received = ReceivedPart.of(source, with.buffers(), with.settings().blockSize(blocks.size()));
            if (received.part().size() == 0) {
                received.part().close();
            } else {
                send(sender, received);
            }
        } while (!received.isLast());
        sender.drain();
        return received.broken();
    }

    private void send(BlockSender sender, ReceivedPart received) throws IOException {
        Part part = received.part();
        try {
            if (sender.inFlight() == 0) {
                prepare();
            }
            requireRoom(sender.inFlight());
        } catch (IOException | RuntimeException e) {
            part.close();
            throw e;
        }
        byte[] md5 = received.md5().digest();
        BlockList.Run block = BlockList.Run.of(generation, number++, part.size());
        if (bound.isPresent() && blocks.count() + sender.inFlight() == 0) {
            putFirst(part, block, md5);
        } else {
            sender.send(part, block, put(part, block, md5));
        }
    }

    private BlockSender.Put put(Part part, BlockList.Run block, byte[] md5) {
        String name = blobName();
        String id = blocks.id(generation, block.first());
        return () -> with.requests().putBlock(name, id, new PartBody(part), block.size(), md5);
    }

    /**
     * Puts the first block directly to the target. The blob there may refuse it: a block blob of Distribution has ids of
     * another length, and an append blob takes no blocks. Then the object is staged like any other.
     */
    private void putFirst(Part part, BlockList.Run block, byte[] md5) throws IOException {
        try (part) {
            try {
                put(part, block, md5).call();
            } catch (RefusedException e) {
                if (!e.takesNoBlocks()) {
                    throw e;
                }
                begin();
                put(part, block, md5).call();
            }
            blocks.add(block);
        }
    }

    private String blobName() {
        return bound.map(with.names()::name).orElseGet(blob::name);
    }

    private void requireRoom(int inFlight) throws IOException {
        if (blocks.count() + inFlight >= with.settings().mostBlocks()
                || blocks.encoded().length() > LARGEST_LIST) {
            throw new IOException("the upload came in too many small pieces");
        }
    }

    /**
     * Prepares the staged blob for new blocks: no older writer may drop them, the blob must accept them, and it must not
     * have too many small blocks.
     */
    private void prepare() throws IOException {
        if (bound.isPresent()) {
            return;
        }
        blob.takeOver(blocks);
        merge();
    }

    /**
     * Merges small blocks once they have the bytes of one block, or are many. Only committed bytes can be read back and
     * merged.
     */
    private void merge() throws IOException {
        Optional<BlockList.Span> span = small();
        while (span.isPresent()) {
            blocks.replace(span.get(), reput(span.get().offset(), span.get().length()));
            span = small();
        }
    }

    private Optional<BlockList.Span> small() {
        Settings settings = with.settings();
        long committed = blob.committed().map(Staging.Commit::shared).orElse(0L);
        return blocks.small(settings.chunk(), settings.blockSize(blocks.size()), settings.step(), committed);
    }

    /** Puts committed bytes again, as one block. */
    private BlockList.Run reput(long offset, long length) throws IOException {
        MessageDigest md5 = BlobRequests.md5();
        try (Part part = with.buffers().part(length, md5::update);
                ObjectContent content = blob.read(with.objects(), offset, length)) {
            while (!part.isFull() && content.read(part.space()) >= 0) {
                part.filled();
            }
            BlockList.Run block = BlockList.Run.of(generation, number++, part.size());
            with.requests()
                    .putBlock(
                            blob.name(),
                            blocks.id(generation, block.first()),
                            new PartBody(part),
                            part.size(),
                            md5.digest());
            return block;
        }
    }

    @Override
    public void truncate(long size) throws IOException {
        requireOpen();
        if (size >= blocks.size()) {
            return;
        }
        if (size == 0 && bound.isPresent()) {
            begin();
            return;
        }
        BlockList kept = BlockList.decoded(once, blocks.encoded());
        long end = kept.truncate(size);
        if (end < size) {
            // The offset is inside a block that was merged from small ones.
            if (bound.isPresent()) {
                throw new IOException("no append has ended there");
            }
            blob.takeOver(blocks);
            blob.seal(blocks);
            kept.add(reput(end, size - end));
        }
        blocks = kept;
        blob.truncated(size);
    }

    /** Starts again with a staged blob, for any target. */
    private void begin() {
        Staging staging = Staging.begin(Optional.empty());
        bound = Optional.empty();
        once = staging.once();
        blocks = staging.blocks();
        blob = new StagedBlob(area, generation, staging, true, with);
    }

    @Override
    public Optional<ObjectContent> read(ByteRange range) throws IOException {
        if (!sealed || bound.isPresent()) {
            return Optional.empty();
        }
        long length = range.lengthWithin(blocks.size());
        return Optional.of(
                length == 0
                        ? with.objects().nothing(area, blocks.size())
                        : blob.read(with.objects(), range.offset(), length));
    }

    @Override
    public Sealed seal() throws IOException {
        if (bound.isEmpty()) {
            blob.seal(blocks);
        }
        sealed = true;
        return new Sealed(blocks.size());
    }

    @Override
    public Published publish(Sealed sealedBytes, ObjectKey target) throws IOException {
        if (published.isEmpty()) {
            if (!sealed || sealedBytes.size() != blocks.size()) {
                throw new StagingFencedException(area);
            }
            if (!accepts(target)) {
                throw new IOException("the bytes are on their way to another key");
            }
            published = Optional.of(publish(new Publishing(area, target, with), target));
        }
        return published.get();
    }

    private Published publish(Publishing publishing, ObjectKey target) throws IOException {
        if (bound.isPresent()) {
            return publishing.ofBlocks(blocks);
        }
        if (with.settings().byReference()) {
            blob.freeze(blocks, with.names().name(target));
            return publishing.byReference(blob, blocks.size());
        }
        return publishing.byCopy(blob, blocks.size());
    }

    @Override
    public void discard() throws IOException {
        if (bound.isPresent()) {
            // The service drops uncommitted blocks after a week, or with the next commit of the target.
            return;
        }
        boolean referred = with.settings().byReference();
        if (referred && published.equals(Optional.of(Published.CREATED))) {
            return;
        }
        boolean copied = published.isPresent() && !referred;
        if (copied || new References(with.requests(), area).mayBeDeleted(blob.name())) {
            blob.delete(blocks.count() > 0);
        }
    }

    @Override
    public void close() {
        // Each append has released its own memory.
    }
}
