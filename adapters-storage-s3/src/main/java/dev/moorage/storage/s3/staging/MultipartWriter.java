package dev.moorage.storage.s3.staging;

import dev.moorage.storage.s3.request.Limits;
import dev.moorage.storage.s3.request.MultipartRequests;
import dev.moorage.storage.s3.request.OutgoingPart;
import dev.moorage.storage.s3.request.PartRules;
import dev.moorage.storage.s3.request.RequestFailedException;
import dev.moorage.storage.s3.request.SentPart;
import dev.moorage.storage.s3.request.Transfers;
import dev.moorage.storage.s3.request.UploadRef;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;

/**
 * Sends the parts of one multipart upload while the next parts are still received. Each part number is used once, so that a
 * late part of another writer is in no list of parts. Some stores complete an upload only when every stored part is listed.
 * For these, the numbers have no gaps, and a part that replaces another one has the same number. An instance is used by one
 * thread.
 */
final class MultipartWriter {
    /**
     * The number of parts of one upload that are sent at the same time. It fills a connection and leaves room for other
     * uploads.
     */
    private static final int IN_FLIGHT = 4;

    private final MultipartRequests requests;
    private final Transfers transfers;
    private final UploadRef upload;
    private final Limits limits;
    private final PartRules rules;
    private final Semaphore inFlight = new Semaphore(IN_FLIGHT);
    private final Deque<Pending> pending = new ArrayDeque<>();
    /** The parts that the store has, without a gap. */
    private final List<SentPart> sent;

    private int nextNumber;
    /** The size of the first part in bytes, 0 before it is sent. */
    private long firstSize;

    /**
     * Continues an upload.
     *
     * @param sent the parts that the store already has
     * @param nextNumber the first part number that no writer has used
     */
    MultipartWriter(
            MultipartRequests requests,
            Transfers transfers,
            Limits limits,
            PartRules rules,
            UploadRef upload,
            List<SentPart> sent,
            int nextNumber) {
        this.requests = requests;
        this.transfers = transfers;
        this.limits = limits;
        this.rules = rules;
        this.upload = upload;
        this.sent = new ArrayList<>(sent);
        this.nextNumber = nextNumber;
        this.firstSize = sent.isEmpty() ? 0 : sent.getFirst().size();
        closeGap();
    }

    /** Continues after the number of the last valid part when the store requires every part to be listed. */
    private void closeGap() {
        if (rules.allListed()) {
            nextNumber = sent.isEmpty() ? 1 : sent.getLast().number() + 1;
        }
    }

    private record Pending(Future<SentPart> running, boolean replacesLast) {}

    UploadRef upload() {
        return upload;
    }

    /** Returns the parts that the store is known to have. */
    List<SentPart> sent() {
        return List.copyOf(sent);
    }

    int nextNumber() {
        return nextNumber;
    }

    boolean hasRoom() {
        return nextNumber <= limits.mostParts();
    }

    /** Returns the size in bytes that the next part should have. */
    long nextSize() {
        return fullSize(nextNumber);
    }

    /**
     * Returns the size in bytes of the part with a number, if it is not the last one. When the store requires every part to
     * be listed, all writers of an upload use the same sizes. Then a part that one writer sends again replaces the part of
     * another writer under the same number, and no part is left over.
     */
    private long fullSize(int number) {
        int known = Math.min(number, limits.mostParts());
        if (firstSize == 0 || !rules.exact()) {
            return limits.partSize(known);
        }
        return rules.equal() ? firstSize : limits.with(firstSize).partSize(known);
    }

    /** Whether the last part is too small to be followed by another one. */
    boolean endsShort() {
        return !sent.isEmpty()
                && sent.getLast().size()
                        < (rules.exact() ? fullSize(sent.getLast().number()) : limits.smallestPart());
    }

    /** Whether a part of this size is too small to be followed by another one. */
    boolean isShort(long size) {
        return size < (rules.exact() ? nextSize() : limits.smallestPart());
    }

    /**
     * Starts to send a part. Blocks while the maximum number of parts is in flight.
     *
     * @param replacesLast whether the part consists of the bytes of the previous part, and more
     * @param keep whether the caller still needs the part and closes it itself
     */
    void send(OutgoingPart part, boolean replacesLast, boolean keep) throws IOException {
        boolean begun = false;
        try {
            confirmFinished();
            Transfers.acquire(inFlight);
            int number = number(replacesLast);
            firstSize = firstSize == 0 ? part.size() : firstSize;
            pending.add(new Pending(transfers.submit(() -> send(part, number, keep)), replacesLast));
            begun = true;
        } finally {
            if (!begun && !keep) {
                part.close();
            }
        }
        if (replacesLast && rules.allListed()) {
            // Until the part has arrived, the store has a small part in its place, and no part may follow that one.
            await();
        }
    }

    private int number(boolean replacesLast) {
        return replacesLast && rules.allListed() ? sent.getLast().number() : nextNumber++;
    }

    private SentPart send(OutgoingPart part, int number, boolean keep) throws IOException {
        try {
            return requests.upload(upload, number, part.body(), part.size(), part.checksum());
        } finally {
            inFlight.release();
            if (!keep) {
                part.close();
            }
        }
    }

    private void confirmFinished() throws IOException {
        while (!pending.isEmpty() && pending.peek().running().isDone()) {
            confirmNext();
        }
    }

    /**
     * Adds the oldest part in flight to the list. After a failure, none of the later parts is added, since that would leave
     * a gap.
     */
    private void confirmNext() throws IOException {
        Pending next = pending.remove();
        try {
            SentPart part = Transfers.result(next.running());
            if (next.replacesLast()) {
                sent.removeLast();
            }
            sent.add(part);
        } catch (IOException e) {
            abandonPending();
            closeGap();
            throw e;
        }
    }

    private void abandonPending() throws IOException {
        while (!pending.isEmpty()) {
            Future<SentPart> running = pending.remove().running();
            try {
                Transfers.result(running);
            } catch (RequestFailedException _) {
                // Only the first failure is reported.
            }
        }
    }

    /** Waits for all parts in flight. */
    void await() throws IOException {
        while (!pending.isEmpty()) {
            confirmNext();
        }
    }

    /** Drops the parts from an index on. The store keeps them until the upload ends, but no list names them. */
    void keepFirst(int count) {
        sent.subList(count, sent.size()).clear();
        closeGap();
    }
}
