package dev.moorage.domain.upload;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The complete state at one moment: what is stored, what was reported to clients, and the requests in progress.
 *
 * @param record the stored session of the upload
 * @param staged the staged bytes. Empty if there are none
 * @param fence the highest generation that has opened the staged bytes
 * @param sealed whether the staged bytes are sealed
 * @param published the bytes under the blob's digest
 * @param linked whether the repository has the blob
 * @param told the offsets in the tokens that clients have
 * @param agreed the bytes that clients expect to be acknowledged
 * @param foreign whether something was stored for a path that is not the upload's
 * @param requests the requests in progress, by replica
 * @param started how many requests were started
 * @param faults how many faults may still happen
 * @param crashes how many replicas may still crash
 */
record World(
        Optional<UploadSession> record,
        Optional<String> staged,
        long fence,
        boolean sealed,
        Optional<String> published,
        boolean linked,
        SortedSet<Long> told,
        String agreed,
        boolean foreign,
        List<Optional<Request>> requests,
        int started,
        int faults,
        int crashes) {

    World with(int replica, Optional<Request> request) {
        List<Optional<Request>> next = new ArrayList<>(requests);
        next.set(replica, request);
        return new World(
                record,
                staged,
                fence,
                sealed,
                published,
                linked,
                told,
                agreed,
                foreign,
                List.copyOf(next),
                started,
                faults,
                crashes);
    }

    World stored(UploadSession session) {
        return new World(
                Optional.of(session),
                staged,
                fence,
                sealed,
                published,
                linked,
                told,
                agreed,
                foreign,
                requests,
                started,
                faults,
                crashes);
    }

    World staging(Optional<String> bytes, long generation, boolean isSealed) {
        return new World(
                record,
                bytes,
                generation,
                isSealed,
                published,
                linked,
                told,
                agreed,
                foreign,
                requests,
                started,
                faults,
                crashes);
    }

    World publishing(String bytes) {
        return new World(
                record,
                Optional.empty(),
                fence,
                true,
                Optional.of(bytes),
                linked,
                told,
                agreed,
                foreign,
                requests,
                started,
                faults,
                crashes);
    }

    World link() {
        return new World(
                record, staged, fence, sealed, published, true, told, agreed, foreign, requests, started, faults,
                crashes);
    }

    World telling(long offset) {
        SortedSet<Long> tokens = new TreeSet<>(told);
        tokens.add(offset);
        return new World(
                record, staged, fence, sealed, published, linked, tokens, agreed, foreign, requests, started, faults,
                crashes);
    }

    World agreeing(String bytes) {
        return new World(
                record, staged, fence, sealed, published, linked, told, bytes, foreign, requests, started, faults,
                crashes);
    }

    World storedElsewhere() {
        return new World(
                record, staged, fence, sealed, published, linked, told, agreed, true, requests, started, faults,
                crashes);
    }

    World starting(int replica, Request request) {
        World next = with(replica, Optional.of(request));
        return new World(
                next.record,
                next.staged,
                fence,
                sealed,
                published,
                linked,
                told,
                agreed,
                foreign,
                next.requests,
                started + 1,
                faults,
                crashes);
    }

    World fault() {
        return new World(
                record,
                staged,
                fence,
                sealed,
                published,
                linked,
                told,
                agreed,
                foreign,
                requests,
                started,
                faults - 1,
                crashes);
    }

    World crash(int replica) {
        World next = with(replica, Optional.empty());
        return new World(
                record,
                staged,
                fence,
                sealed,
                published,
                linked,
                told,
                agreed,
                foreign,
                next.requests,
                started,
                faults,
                crashes - 1);
    }
}
