package dev.moorage.storage.s3;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;

/**
 * Sends the parts of one multipart upload while the next ones are still received. A part number is used once: what comes late
 * from anybody is in no list of parts. One thread.
 */
final class MultipartWriter {
    /** So many parts of one upload are on their way at once: enough to fill a line, few enough to be fair. */
    private static final int IN_FLIGHT = 4;

    private final MultipartRequests requests;
    private final Transfers transfers;
    private final UploadRef upload;
    private final Limits limits;
    private final Semaphore inFlight = new Semaphore(IN_FLIGHT);
    private final Deque<Pending> pending = new ArrayDeque<>();
    /** What the store has, without a gap. */
    private final List<SentPart> sent;

    private int nextNumber;

    /**
     * @param sent what the store has already
     * @param nextNumber the first number that nobody has used
     */
    MultipartWriter(
            MultipartRequests requests,
            Transfers transfers,
            Limits limits,
            UploadRef upload,
            List<SentPart> sent,
            int nextNumber) {
        this.requests = requests;
        this.transfers = transfers;
        this.limits = limits;
        this.upload = upload;
        this.sent = new ArrayList<>(sent);
        this.nextNumber = nextNumber;
    }

    private record Pending(Future<SentPart> running, boolean replacesLast) {}

    UploadRef upload() {
        return upload;
    }

    /** The parts that the store is known to have. */
    List<SentPart> sent() {
        return List.copyOf(sent);
    }

    int nextNumber() {
        return nextNumber;
    }

    boolean hasRoom() {
        return nextNumber <= limits.mostParts();
    }

    /** How many bytes the next part is to have. */
    long nextSize() {
        return limits.partSize(Math.min(nextNumber, limits.mostParts()));
    }

    /**
     * Begins to send a part; waits while too many are on their way.
     *
     * @param replacesLast whether the part has the bytes of the one before it, and more
     * @param keep whether the caller still needs the part, and closes it itself
     */
    void send(OutgoingPart part, boolean replacesLast, boolean keep) throws IOException {
        boolean begun = false;
        try {
            confirmFinished();
            Transfers.acquire(inFlight);
            int number = nextNumber++;
            pending.add(new Pending(transfers.submit(() -> send(part, number, keep)), replacesLast));
            begun = true;
        } finally {
            if (!begun && !keep) {
                part.close();
            }
        }
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

    /** Takes the oldest part into the list; after a failure none of the younger ones, which would leave a gap. */
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
            throw e;
        }
    }

    private void abandonPending() throws IOException {
        while (!pending.isEmpty()) {
            Future<SentPart> running = pending.remove().running();
            try {
                Transfers.result(running);
            } catch (RequestFailedException _) {
                // The first failure is the one that is told.
            }
        }
    }

    /** Waits for all that is on its way. */
    void await() throws IOException {
        while (!pending.isEmpty()) {
            confirmNext();
        }
    }

    /** Forgets parts from an index on; the store keeps them until the end, and nobody asks for them. */
    void keepFirst(int count) {
        sent.subList(count, sent.size()).clear();
    }
}
