package dev.moorage.bootstrap.drivers;

import static dev.moorage.bootstrap.drivers.Rehearsal.read;
import static dev.moorage.bootstrap.drivers.Rehearsal.require;
import static dev.moorage.bootstrap.drivers.Rehearsal.there;

import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.spi.object.ByteRange;
import dev.moorage.storage.spi.object.ObjectContent;
import dev.moorage.storage.spi.object.ObjectKey;
import dev.moorage.storage.spi.staging.Appended;
import dev.moorage.storage.spi.staging.BodySource;
import dev.moorage.storage.spi.staging.Sealed;
import dev.moorage.storage.spi.staging.StagedObject;
import dev.moorage.storage.spi.staging.StagedState;
import dev.moorage.storage.spi.staging.StagingRequest;
import dev.moorage.storage.spi.staging.StagingRequest.ForeignBytes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/** The part of a {@link Rehearsal} with a body that grows in two writers and is published. */
final class StagingRehearsal {
    private static final byte[] BODY = "a body".getBytes(StandardCharsets.US_ASCII);

    private final StorageDriver driver;
    private final ObjectKey area;
    private final ObjectKey target;
    private final Consumer<String> methods;

    private StagingRehearsal(StorageDriver driver, ObjectKey area, ObjectKey target, Consumer<String> methods) {
        this.driver = driver;
        this.area = area;
        this.target = target;
        this.methods = methods;
    }

    /**
     * Stages a body and publishes it.
     *
     * @param methods is called with the name of each method, before it is called
     */
    static void run(StorageDriver driver, ObjectKey folder, ObjectKey target, Consumer<String> methods)
            throws IOException {
        StagingRehearsal rehearsal = new StagingRehearsal(driver, folder.resolve("staged"), target, methods);
        try {
            rehearsal.publish(rehearsal.begin());
            methods.accept("open");
            read(driver.open(target, ByteRange.WHOLE), BODY);
        } finally {
            rehearsal.discard();
        }
    }

    /** Removes what a failure has left, and tries the request that recovers an area. */
    private void discard() throws IOException {
        Optional<StagedObject> rest = driver.stage(new StagingRequest.Recover(area, 3, ForeignBytes.UNTRUSTED));
        if (rest.isPresent()) {
            try (StagedObject staged = rest.get()) {
                staged.discard();
            }
        }
    }

    private StagedState begin() throws IOException {
        methods.accept("stage");
        StagingRequest begin = new StagingRequest.Begin(area, 1, Optional.empty(), OptionalLong.of(BODY.length));
        try (StagedObject staged = there(driver.stage(begin))) {
            methods.accept("append");
            Appended appended = staged.append(body());
            require(appended.broken().isEmpty() && appended.size() == BODY.length, "not all bytes are appended");
            methods.accept("truncate");
            staged.truncate(BODY.length);
            methods.accept("size");
            require(staged.size() == BODY.length, "the size is wrong");
            methods.accept("state");
            return staged.state();
        }
    }

    private void publish(StagedState state) throws IOException {
        methods.accept("stage");
        try (StagedObject staged = there(driver.stage(new StagingRequest.Reopen(area, 2, state)))) {
            methods.accept("seal");
            Sealed sealed = staged.seal();
            require(sealed.size() == BODY.length, "the size is wrong");
            methods.accept("read");
            Optional<ObjectContent> content = staged.read(ByteRange.WHOLE);
            if (content.isPresent()) {
                read(content, BODY);
            }
            methods.accept("accepts");
            require(staged.accepts(target), "it refuses a key, though the body was begun for none");
            methods.accept("publish");
            require(staged.publish(sealed, target) != null, "it returns nothing");
            methods.accept("discard");
            staged.discard();
        }
    }

    private static BodySource body() {
        ByteBuffer left = ByteBuffer.wrap(BODY);
        return BodySource.of(destination -> {
            if (!left.hasRemaining()) {
                return -1;
            }
            int count = Math.min(left.remaining(), destination.remaining());
            destination.put(left.slice().limit(count));
            left.position(left.position() + count);
            return count;
        });
    }
}
