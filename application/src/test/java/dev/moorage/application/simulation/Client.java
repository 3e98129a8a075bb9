package dev.moorage.application.simulation;

import dev.moorage.application.port.in.access.UnrestrictedCaller;
import dev.moorage.application.port.in.upload.UploadProgress;
import dev.moorage.application.port.in.upload.UploadRequest;
import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.digest.DigestAlgorithm;
import dev.moorage.domain.name.RepositoryName;
import dev.moorage.domain.upload.ChunkRange;
import dev.moorage.domain.upload.UploadId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Pushes blobs as clients do, and also against the protocol. Each time it acts, it sends one sensible or senseless
 * request.
 */
final class Client {
    static final List<RepositoryName> REPOSITORIES =
            Stream.of("a", "a/b", "c").map(RepositoryName::new).toList();
    static final List<byte[]> BLOBS = Stream.of(0, 1, 7, 12, 13, 24, 30, 47, 64)
            .map(length -> {
                byte[] blob = new byte[length];
                new Random(length).nextBytes(blob);
                return blob;
            })
            .toList();

    /** Those of uploads that leave garbage. Few, so that clients meet collectors. */
    private static final List<byte[]> COLLECTED = BLOBS.subList(0, 3);

    /** One that is written whole, and one that is staged. */
    private static final List<byte[]> PUSHED_AGAIN = List.of(BLOBS.get(2), BLOBS.get(4));

    private final String name;
    private final World world;
    private final Random random;
    private final Requests requests;
    private RepositoryName repository = REPOSITORIES.getFirst();
    private byte[] blob = BLOBS.getFirst();
    private Digest digest = Digest.of(DigestAlgorithm.SHA256, blob);
    private final List<UploadProgress> locations = new ArrayList<>();
    private Optional<Runnable> last = Optional.empty();
    private boolean waits;
    private int ticket;

    Client(String name, World world) {
        this.name = name;
        this.world = world;
        this.random = world.random;
        this.requests = new Requests(world, this);
        newGoal();
    }

    String name() {
        return name;
    }

    /** Returns the blobs that clients push. */
    static List<byte[]> blobs(Settings.Garbage garbage) {
        return switch (garbage) {
            case STAYS -> BLOBS;
            case OF_UPLOADS -> COLLECTED;
            case PUSHED_AGAIN -> PUSHED_AGAIN;
        };
    }

    private void newGoal() {
        repository = REPOSITORIES.get(random.nextInt(REPOSITORIES.size()));
        List<byte[]> blobs = blobs(world.garbage());
        blob = blobs.get(random.nextInt(blobs.size()));
        digest = Digest.of(random.nextInt(6) == 0 ? DigestAlgorithm.SHA512 : DigestAlgorithm.SHA256, blob);
        world.encounters.wanted().filter(_ -> random.nextInt(4) > 0).ifPresent(this::pursue);
        locations.clear();
        last = Optional.empty();
    }

    private void pursue(Digest wanted) {
        digest = wanted;
        blob = blobs(world.garbage()).stream()
                .filter(bytes -> Digest.of(wanted.algorithm(), bytes).equals(wanted))
                .findFirst()
                .orElse(blob);
    }

    /** Sends a request, unless it still waits for an answer. From time to time it gives up waiting. */
    void act() {
        boolean wanted =
                world.encounters.wanted().filter(other -> !other.equals(digest)).isPresent();
        if (waits && random.nextInt(wanted ? 2 : 12) > 0) {
            return;
        }
        ticket++;
        if (wanted) {
            newGoal();
        }
        if (last.isPresent() && random.nextInt(4) == 0) {
            waits = true;
            last.get().run();
        } else if (locations.isEmpty()) {
            begin();
        } else {
            goOn();
        }
    }

    private void begin() {
        boolean pushes = world.garbage() == Settings.Garbage.PUSHED_AGAIN && random.nextBoolean();
        switch (pushes ? 2 : random.nextInt(8)) {
            case 0 -> send(() -> requests.mount(repository, digest, other(repository)));
            case 1 -> send(() -> requests.get(repository, digest));
            case 2, 3 -> push();
            case 4, 5 -> join();
            default -> send(() -> requests.start(repository, digest.algorithm()));
        }
    }

    private RepositoryName other(RepositoryName than) {
        return REPOSITORIES.get((REPOSITORIES.indexOf(than) + 1) % REPOSITORIES.size());
    }

    private void push() {
        byte[] content = random.nextInt(6) == 0 ? spoiled(blob) : blob;
        Requests.Body body = body(content);
        send(() -> requests.push(repository, digest, body));
    }

    /** Uses the location of another client. */
    private void join() {
        Optional<UploadProgress> found = requests.someLocation();
        if (found.isPresent()) {
            repository = found.get().repository();
            locations.add(found.get());
        }
    }

    private void goOn() {
        UploadProgress newest = locations.getLast();
        UploadProgress used = random.nextInt(12) == 0 ? locations.get(random.nextInt(locations.size())) : newest;
        switch (random.nextInt(16)) {
            case 0 -> send(() -> requests.cancel(used));
            case 1, 2 -> send(() -> requests.status(used));
            case 3 -> send(() -> requests.get(repository, digest));
            case 4 -> forge(used);
            case 5, 6, 7 -> finish(used, digest, rest(used));
            case 8 -> finish(used, Digest.of(DigestAlgorithm.SHA256, spoiled(blob)), rest(used));
            case 9 -> finish(used, digest, new byte[0]);
            case 10 -> newGoal();
            default -> append(used);
        }
    }

    private byte[] rest(UploadProgress from) {
        return from.offset() >= blob.length ? new byte[0] : Arrays.copyOfRange(blob, (int) from.offset(), blob.length);
    }

    private static byte[] spoiled(byte[] content) {
        byte[] spoiled = Arrays.copyOf(content, Math.max(1, content.length));
        spoiled[spoiled.length - 1] ^= 1;
        return spoiled;
    }

    private void append(UploadProgress used) {
        byte[] rest = rest(used);
        byte[] chunk = Arrays.copyOf(rest, random.nextInt(rest.length + 1));
        byte[] content = random.nextInt(12) == 0 ? spoiled(chunk) : chunk;
        Requests.Body body = body(content);
        Optional<ChunkRange> range = range(used, content.length);
        send(() -> requests.append(used, range, body));
    }

    private void finish(UploadProgress used, Digest wanted, byte[] content) {
        Requests.Body body = body(content);
        Optional<ChunkRange> range = range(used, content.length);
        send(() -> requests.finish(used, wanted, range, body));
    }

    private Optional<ChunkRange> range(UploadProgress used, int length) {
        if (length == 0 || random.nextBoolean()) {
            return Optional.empty();
        }
        long first = random.nextInt(10) == 0 ? used.offset() + random.nextInt(3) : used.offset();
        return Optional.of(new ChunkRange(first, first + length - 1));
    }

    private Requests.Body body(byte[] content) {
        boolean breaks = random.nextInt(4) == 0;
        return new Requests.Body(
                content, breaks ? random.nextInt(content.length + 1) : -1, random.nextInt(20), random.nextInt(3) > 0);
    }

    /** Sends a token that no secret signed, or that of another upload. */
    private void forge(UploadProgress used) {
        if (random.nextBoolean()) {
            UploadRequest altered = new UploadRequest(
                    UnrestrictedCaller.ANONYMOUS, used.repository(), used.id(), Optional.of(used.state() + "A"));
            send(() -> requests.forged(altered, true));
        } else {
            UploadId other = new UploadId(new UUID(1, 2));
            UploadRequest foreign = new UploadRequest(
                    UnrestrictedCaller.ANONYMOUS, used.repository(), other, Optional.of(used.state()));
            send(() -> requests.forged(foreign, false));
        }
    }

    private void send(Runnable request) {
        waits = true;
        last = Optional.of(request);
        request.run();
    }

    /** Wraps the handling of an answer, which happens only if this client still waits for it. */
    Runnable whenAnswered(Runnable then) {
        int mine = ticket;
        return () -> {
            if (mine == ticket) {
                waits = false;
                then.run();
            }
        };
    }

    int ticket() {
        return ticket;
    }

    /** The answer reports the upload's offset. */
    void stands(UploadProgress progress) {
        locations.add(progress);
    }

    /** The answer says that the upload is unknown. */
    void unknown() {
        locations.clear();
        last = Optional.empty();
    }

    /** The answer says that the blob is committed. From time to time the client repeats the request. */
    void committed() {
        if (random.nextInt(3) > 0) {
            newGoal();
        }
    }

    /** The answer is an error or was lost. The client has to ask for the status or repeat the request. */
    void lost(Optional<UploadProgress> used) {
        if (used.isPresent() && random.nextBoolean()) {
            last = Optional.of(() -> requests.status(used.get()));
        }
    }
}
