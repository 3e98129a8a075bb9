package dev.moorage.application.service.mirror;

import dev.moorage.application.port.in.mirror.MirrorObserver;
import dev.moorage.application.port.in.mirror.MirrorReport;
import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.name.RepositoryName;
import dev.moorage.domain.name.Tag;

/** Counts what is copied, and reports it. For use by several threads. */
final class MirrorTally {
    private final MirrorObserver observer;
    private long known;
    private long copied;
    private long unchanged;
    private long failed;
    private long manifests;
    private long blobs;
    private long bytes;

    MirrorTally(MirrorObserver observer) {
        this.observer = observer;
    }

    synchronized void found(int images) {
        known += images;
        progress();
    }

    synchronized void copied(RepositoryName repository, Tag tag, Digest digest) {
        copied++;
        observer.copied(repository, tag, digest);
        progress();
    }

    synchronized void unchanged() {
        unchanged++;
        progress();
    }

    synchronized void failed(String source, String reason) {
        failed++;
        observer.failed(source, reason);
        progress();
    }

    synchronized void manifest() {
        manifests++;
    }

    synchronized void blob(long size) {
        blobs++;
        bytes += size;
        progress();
    }

    private void progress() {
        long done = copied + unchanged + failed;
        observer.progressed(
                done, Math.max(known, done), bytes); // A list of tags that failed is done, and was no image.
    }

    /** Returns how many manifests and blobs were stored. */
    synchronized long stored() {
        return manifests + blobs;
    }

    synchronized MirrorReport report() {
        return new MirrorReport(copied, unchanged, failed, manifests, blobs, bytes);
    }
}
