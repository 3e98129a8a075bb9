package dev.moorage.storage.azure.object;

import dev.moorage.storage.azure.client.Settings;
import dev.moorage.storage.azure.request.BlobHead;
import dev.moorage.storage.azure.request.BlobRequests;
import dev.moorage.storage.azure.request.BlobRequests.Condition;
import dev.moorage.storage.azure.request.RefusedException;
import dev.moorage.storage.spi.io.Pausing;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * Copies blobs within the account. Most copies are complete when the service responds. The others are polled, and aborted
 * when they take too long.
 */
public final class Copies {
    private static final Duration LONGEST_REST = Duration.ofSeconds(5);

    private final BlobRequests requests;
    private final Settings settings;
    private final Pausing pausing;

    public Copies(BlobRequests requests, Settings settings, Pausing pausing) {
        this.requests = requests;
        this.settings = settings;
        this.pausing = pausing;
    }

    /**
     * Copies one version of a blob. Returns when the copy is complete.
     *
     * @return whether the copy exists. Another process may have deleted it while it was pending.
     */
    public boolean copy(
            String source, String sourceEtag, String name, Map<String, String> metadata, Condition condition)
            throws IOException {
        String status = requests.startCopy(source, sourceEtag, name, metadata, condition);
        if (status.equals("success")) {
            return true;
        }
        Optional<BlobHead> copy = settled(name);
        if (copy.isPresent() && !copy.get().isWhole()) {
            throw new IOException("a copy inside the store did not succeed");
        }
        return copy.isPresent();
    }

    /**
     * Waits until no copy to a blob is pending, and returns the blob. The copy may be one of another writer, or one that
     * this process began before a crash. A copy that takes too long is aborted.
     */
    public Optional<BlobHead> settled(String name) throws IOException {
        Optional<BlobHead> head = requests.head(name);
        for (int polls = 1; polls <= settings.polls() && isPending(head); polls++) {
            Duration rest = settings.pollDelay().multipliedBy(polls);
            pausing.pause(rest.compareTo(LONGEST_REST) > 0 ? LONGEST_REST : rest);
            head = requests.head(name);
        }
        if (isPending(head)) {
            abort(name, head.orElseThrow());
            head = requests.head(name);
        }
        return head;
    }

    private static boolean isPending(Optional<BlobHead> head) {
        return head.filter(BlobHead::isPending).isPresent();
    }

    private void abort(String name, BlobHead head) throws IOException {
        try {
            requests.abortCopy(name, head.copyId());
        } catch (RefusedException e) {
            if (!e.isNoLongerPending() && !e.isMissing()) {
                throw e;
            }
        }
    }
}
