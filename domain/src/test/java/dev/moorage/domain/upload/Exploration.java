package dev.moorage.domain.upload;

import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.digest.DigestAlgorithm;
import dev.moorage.domain.digest.Hasher;
import dev.moorage.domain.name.RepositoryName;
import dev.moorage.domain.upload.Request.Kind;
import dev.moorage.domain.upload.Request.Step;
import dev.moorage.domain.upload.UploadOutcome.Claimed;
import dev.moorage.domain.upload.UploadOutcome.Ended;
import dev.moorage.domain.upload.UploadOutcome.InProgress;
import dev.moorage.domain.upload.UploadOutcome.Mismatch;
import dev.moorage.domain.upload.UploadOutcome.Recorded;
import dev.moorage.domain.upload.UploadOutcome.Verification;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

/**
 * Explores everything that can happen to one upload on two replicas, breadth first. It covers every interleaving of the
 * storage calls of a few requests, with old and new tokens, bodies that end early, lost answers, and a crash. The world
 * follows {@link UploadProtocol} and the fences of the storage port.
 */
final class Exploration {
    static final String BLOB = "abc";
    private static final int REPLICAS = 2;
    private static final Instant NOW = Instant.EPOCH;
    private static final UploadProtocol.Path PATH =
            new UploadProtocol.Path(new RepositoryName("a/b"), new UploadId(new UUID(1, 2)));
    private static final UploadProtocol.Path OTHER_PATH = new UploadProtocol.Path(new RepositoryName("c/d"), PATH.id());

    private final UploadProtocol protocol;
    private final int mostRequests;
    private long transitions;

    Exploration(UploadProtocol protocol, int mostRequests) {
        this.protocol = protocol;
        this.mostRequests = mostRequests;
    }

    /** The result of an exploration. */
    record Report(int states, long transitions, Optional<String> broken) {}

    Report explore() {
        World start = new World(
                Optional.empty(),
                Optional.empty(),
                0,
                false,
                Optional.empty(),
                false,
                Collections.unmodifiableSortedSet(new TreeSet<>(Set.of(0L))),
                "",
                false,
                List.of(Optional.empty(), Optional.empty()),
                0,
                1,
                1);
        Set<World> seen = new HashSet<>(Set.of(start));
        Queue<World> next = new ArrayDeque<>(seen);
        while (!next.isEmpty()) {
            World world = next.remove();
            List<World> successors;
            try {
                successors = successors(world);
            } catch (IllegalArgumentException e) {
                return new Report(seen.size(), transitions, Optional.of("a session is never " + e.getMessage()));
            }
            for (World successor : successors) {
                transitions++;
                Optional<String> broken = Invariants.broken(world, successor);
                if (broken.isPresent()) {
                    return new Report(seen.size(), transitions, broken);
                }
                if (seen.add(successor)) {
                    next.add(successor);
                }
            }
        }
        return new Report(seen.size(), transitions, Optional.empty());
    }

    private List<World> successors(World world) {
        List<World> worlds = new ArrayList<>();
        for (int replica = 0; replica < REPLICAS; replica++) {
            Optional<Request> request = world.requests().get(replica);
            if (request.isPresent()) {
                step(world, replica, request.get(), worlds);
                if (world.crashes() > 0) {
                    worlds.add(world.crash(replica));
                }
            } else if (world.started() < mostRequests) {
                start(world, replica, worlds);
            }
        }
        return worlds;
    }

    private static void start(World world, int replica, List<World> worlds) {
        for (Kind kind : Kind.values()) {
            for (long token : world.told()) {
                worlds.add(world.starting(replica, Request.of(kind, token)));
            }
        }
    }

    private void step(World world, int replica, Request request, List<World> worlds) {
        switch (request.step()) {
            case READ -> read(world, replica, request, worlds);
            case CLAIM -> claim(world, replica, request, worlds);
            case OPEN -> open(world, replica, request, worlds);
            case APPEND -> append(world, replica, request, worlds);
            case SETTLE -> settle(world, replica, request, true, worlds);
            case COMMIT -> commit(world, replica, request, worlds);
            case DISCARD -> discard(world, replica, request, worlds);
        }
    }

    private void read(World world, int replica, Request request, List<World> worlds) {
        UploadToken token =
                new UploadToken(PATH.repository(), PATH.id(), request.token(), 0, NOW, DigestAlgorithm.CANONICAL);
        UploadOutcome outcome = switch (request.kind()) {
            case PATCH_A, PATCH_BC -> protocol.append(world.record(), PATH, token, Optional.empty(), NOW);
            case PATCH_WITH_GAP ->
                protocol.append(
                        world.record(),
                        PATH,
                        token,
                        Optional.of(new ChunkRange(request.token() + 1, request.token() + 1)),
                        NOW);
            case PATCH_OF_ANOTHER_PATH -> protocol.append(Optional.empty(), OTHER_PATH, token, Optional.empty(), NOW);
            case PUT_REST, PUT_EMPTY ->
                protocol.finish(world.record(), PATH, token, Optional.empty(), digest(BLOB), NOW);
            case STATUS -> protocol.status(world.record(), PATH, Optional.of(token), NOW);
            case CANCEL -> protocol.cancel(world.record(), PATH, token, NOW);
            case PURGE ->
                world.record().isEmpty()
                        ? new UploadOutcome.NoUpload()
                        : protocol.purge(world.record().get(), Duration.ofHours(1), NOW);
        };
        worlds.add(
                switch (outcome) {
                    case Claimed(UploadSession session, long keep) ->
                        request.kind() == Kind.PATCH_OF_ANOTHER_PATH
                                ? world.with(replica, Optional.empty()).storedElsewhere()
                                : world.with(replica, Optional.of(request.reading(world.record(), session, keep)));
                    case Ended(UploadSession session) ->
                        world.with(replica, Optional.of(request.reading(world.record(), session, 0)));
                    case InProgress(UploadSession session) ->
                        world.with(replica, Optional.empty()).telling(session.acknowledged());
                    default -> world.with(replica, Optional.empty());
                });
    }

    /** Raises the generation by compare-and-set. If the answer is lost, the session is read back. */
    private static void claim(World world, int replica, Request request, List<World> worlds) {
        if (!world.record().equals(request.read())) {
            worlds.add(world.with(replica, Optional.of(Request.of(request.kind(), request.token()))));
            return;
        }
        boolean ends = request.kind() == Kind.CANCEL || request.kind() == Kind.PURGE;
        Request next = request.to(ends ? Step.DISCARD : Step.OPEN);
        worlds.add(world.stored(request.held()).with(replica, Optional.of(next)));
    }

    private static void open(World world, int replica, Request request, List<World> worlds) {
        UploadSession mine = request.held();
        if (world.fence() >= mine.generation()) {
            worlds.add(world.with(replica, Optional.empty()));
            return;
        }
        if (world.staged().isEmpty() && mine.acknowledged() > 0) {
            worlds.add(world.with(replica, Optional.empty())); // Published by another request, or lost.
            return;
        }
        String bytes = world.staged().orElse("");
        String kept = bytes.substring(0, (int) Math.min(bytes.length(), request.keep()));
        Request next = request.to(request.kind() == Kind.STATUS ? Step.SETTLE : Step.APPEND);
        worlds.add(world.staging(Optional.of(kept), mine.generation(), false).with(replica, Optional.of(next)));
    }

    private void append(World world, int replica, Request request, List<World> worlds) {
        if (request.sent() == request.kind().body.length()) {
            worlds.add(
                    world.with(replica, Optional.of(request.to(request.kind().completes ? Step.COMMIT : Step.SETTLE))));
            return;
        }
        if (!holds(world, request) || world.sealed()) {
            worlds.add(world.with(replica, Optional.empty()));
            return;
        }
        String bytes = world.staged().orElseThrow() + request.kind().body.charAt(request.sent());
        worlds.add(
                world.staging(Optional.of(bytes), world.fence(), false).with(replica, Optional.of(request.sentOne())));
        if (world.faults() > 0) {
            settle(world.fault(), replica, request, false, worlds); // The body ends early.
        }
    }

    private static boolean holds(World world, Request request) {
        return world.staged().isPresent() && world.fence() == request.held().generation();
    }

    private void settle(World world, int replica, Request request, boolean acknowledge, List<World> worlds) {
        if (world.record().isEmpty()) {
            worlds.add(world.with(replica, Optional.empty()));
            return;
        }
        UploadSession stored = world.record().get();
        long size = world.staged().map(String::length).orElse(0);
        // The store decides by version. The protocol must decide the same by generation alone.
        UploadOutcome.Report report = protocol.appended(
                stored, request.held().generation(), Math.max(size, stored.acknowledged()), acknowledge, NOW);
        World done = world.with(replica, Optional.empty());
        if (report instanceof Recorded(UploadSession session)) {
            World recorded = done.stored(session).agreeing(acknowledge ? agreed(world, request) : world.agreed());
            worlds.add(acknowledge ? recorded.telling(session.acknowledged()) : recorded);
            if (acknowledge && world.faults() > 0) {
                worlds.add(recorded.fault()); // The answer to the client is lost.
            }
        } else {
            worlds.add(done);
        }
    }

    /** Returns the bytes that clients expect to be acknowledged after a 2xx. */
    private static String agreed(World world, Request request) {
        return switch (request.kind()) {
            case STATUS -> world.staged().orElse("");
            case PATCH_WITH_GAP -> world.agreed() + "_" + request.kind().body;
            default -> world.agreed() + request.kind().body;
        };
    }

    /** Tries the events of the commit in every order. The protocol must accept only the right one. */
    private void commit(World world, int replica, Request request, List<World> worlds) {
        UploadSession mine = request.held();
        boolean current = world.record()
                .filter(stored -> stored.generation() == mine.generation())
                .isPresent();
        if (!holds(world, request) && !(mine.phase() instanceof UploadPhase.Published)) {
            worlds.add(world.with(replica, Optional.empty()));
            if (!(mine.phase() instanceof UploadPhase.Published)) {
                return;
            }
        }
        String bytes = world.staged().orElse("");
        if (holds(world, request)
                && protocol.seal(mine, mine.generation(), bytes.length(), digest(BLOB), NOW)
                        instanceof Recorded(UploadSession sealed)
                && !world.sealed()) {
            worlds.add(world.staging(world.staged(), world.fence(), true)
                    .with(replica, Optional.of(request.holding(sealed))));
        }
        if (holds(world, request)) {
            Verification verification = protocol.verify(mine, digest(bytes), NOW);
            if (verification instanceof Recorded(UploadSession verified)) {
                worlds.add(world.with(replica, Optional.of(request.holding(verified))));
            } else if (verification instanceof Mismatch(UploadSession open, Digest _)) {
                World done = world.with(replica, Optional.empty());
                worlds.add(current ? done.stored(open).agreeing(bytes).telling(open.acknowledged()) : done);
            }
            if (protocol.published(mine, digest(BLOB), NOW) instanceof Recorded(UploadSession published)) {
                worlds.add(world.publishing(bytes).with(replica, Optional.of(request.holding(published))));
            }
        }
        if (protocol.committed(mine, digest(BLOB), NOW) instanceof Recorded(UploadSession committed)) {
            World linked = world.link().with(replica, Optional.empty());
            worlds.add(current ? linked.stored(committed) : linked);
        }
    }

    private static void discard(World world, int replica, Request request, List<World> worlds) {
        boolean mine = world.fence() < request.held().generation();
        World done = world.with(replica, Optional.empty());
        worlds.add(mine ? done.staging(Optional.empty(), request.held().generation(), false) : done);
    }

    static Digest digest(String bytes) {
        return Hasher.digest(DigestAlgorithm.CANONICAL, bytes.getBytes(StandardCharsets.UTF_8));
    }
}
