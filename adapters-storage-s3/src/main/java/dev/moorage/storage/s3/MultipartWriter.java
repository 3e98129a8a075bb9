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
 * from anybody is in no list of parts. A store that completes with all parts only has no parts that are in no list: there the
 * numbers have no gaps, and what takes the place of a part has its number. One thread.
 */
final class MultipartWriter {
    /** So many parts of one upload are on their way at once: enough to fill a line, few enough to be fair. */
    private static final int IN_FLIGHT = 4;

    private final MultipartRequests requests;
    private final Transfers transfers;
    private final UploadRef upload;
    private final Limits limits;
    private final PartRules rules;
    private final Semaphore inFlight = new Semaphore(IN_FLIGHT);
    private final Deque<Pending> pending = new ArrayDeque<>();
    /** What the store has, without a gap. */
    private final List<SentPart> sent;

    private int nextNumber;
    /** The size of the first part; 0 before it is sent. */
    private long firstSize;

    /**
     * @param sent what the store has already
     * @param nextNumber the first number that nobody has used
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

    /** Where every part must be listed, numbers go on after the last part that counts. */
    private void closeGap() {
        if (rules.allListed()) {
            nextNumber = sent.isEmpty() ? 1 : sent.getLast().number() + 1;
        }
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
        return fullSize(nextNumber);
    }

    /**
     * How many bytes the part of a number has, if it is not the last. Where every part must be listed, that is the same for
     * every writer of an upload: what one sends again under a number is what another has sent, and leaves no part over.
     */
    private long fullSize(int number) {
        int known = Math.min(number, limits.mostParts());
        if (firstSize == 0 || !rules.exact()) {
            return limits.partSize(known);
        }
        return rules.equal() ? firstSize : limits.with(firstSize).partSize(known);
    }

    /** Whether the last part is too small to have another one after it. */
    boolean endsShort() {
        return !sent.isEmpty()
                && sent.getLast().size()
                        < (rules.exact() ? fullSize(sent.getLast().number()) : limits.smallestPart());
    }

    /** Whether a part of that size can have none after it. */
    boolean isShort(long size) {
        return size < (rules.exact() ? nextSize() : limits.smallestPart());
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
            // Until it is there, the store has a small part that none may follow.
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
        closeGap();
    }
}
