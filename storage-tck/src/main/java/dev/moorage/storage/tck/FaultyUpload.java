package dev.moorage.storage.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.spi.object.ObjectKey;
import dev.moorage.storage.spi.staging.Sealed;
import dev.moorage.storage.spi.staging.StagedBytesLostException;
import dev.moorage.storage.spi.staging.StagedObject;
import dev.moorage.storage.spi.staging.StagedState;
import dev.moorage.storage.spi.staging.StagingRequest;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * An upload that makes its calls one by one. Any of them may fail, and the same writer or another one finishes the upload.
 */
final class FaultyUpload {
    private static final int FIRST = 20_000;
    private static final int WITH_WASTE = 35_000;

    private final byte[] content = Bodies.random(103, 60_000);
    private final ObjectKey area;
    private final ObjectKey target;
    private final boolean targetIsKnown;
    private Optional<StagedObject> writer = Optional.empty();
    private Optional<Sealed> sealed = Optional.empty();
    private Optional<StagedState> stateBefore = Optional.empty();
    private long sizeBefore;
    private long given;
    private boolean ill;

    /** The calls, in their order. */
    enum Stage {
        BEGIN,
        APPEND,
        APPEND_WASTE,
        TRUNCATE,
        APPEND_REST,
        SEAL,
        PUBLISH,
        DISCARD
    }

    FaultyUpload(ObjectKey area, ObjectKey target, boolean targetIsKnown) {
        this.area = area;
        this.target = target;
        this.targetIsKnown = targetIsKnown;
    }

    /** Makes all calls before the given one. */
    FaultyUpload before(Stage stage, StorageDriver driver) throws IOException {
        for (Stage each : Stage.values()) {
            if (each.compareTo(stage) < 0) {
                make(each, driver);
            }
        }
        if (writer.isPresent()) {
            stateBefore = Optional.of(staged().state());
            sizeBefore = staged().size();
        }
        return this;
    }

    /** Makes one call. */
    void make(Stage stage, StorageDriver driver) throws IOException {
        switch (stage) {
            case BEGIN -> begin(driver, 1);
            case APPEND -> append(content, FIRST);
            case APPEND_WASTE -> append(Bodies.random(104, WITH_WASTE), WITH_WASTE);
            case TRUNCATE -> staged().truncate(FIRST);
            case APPEND_REST -> append(content, content.length);
            case SEAL -> sealed = Optional.of(staged().seal());
            case PUBLISH -> staged().publish(sealed.orElseThrow(), target);
            case DISCARD -> staged().discard();
        }
    }

    private StagedObject staged() {
        return writer.orElseThrow();
    }

    private void begin(StorageDriver driver, long generation) throws IOException {
        Optional<ObjectKey> known = targetIsKnown ? Optional.of(target) : Optional.empty();
        writer = driver.stage(new StagingRequest.Begin(area, generation, known, OptionalLong.of(content.length)));
    }

    private void append(byte[] from, int end) throws IOException {
        given = end;
        assertThat(staged().append(Bodies.of(Upload.part(from, staged().size(), end), 5000))
                        .size())
                .isEqualTo(end);
    }

    /** Lets the same writer repeat the failed call and make the rest of the calls. */
    void finishAgain(Stage failed, StorageDriver driver) throws IOException {
        if (writer.isEmpty()) {
            begin(driver, 2);
        }
        assertThat(staged().size()).as("what stayed").isBetween(least(failed), Math.max(given, sizeBefore));
        for (Stage stage : Stage.values()) {
            if (stage != Stage.BEGIN && stage.compareTo(failed) >= 0) {
                make(stage, driver);
            }
        }
        close();
    }

    /**
     * Records that the driver that failed is no longer healthy. Another driver need not trust bytes that it could not make
     * durable.
     */
    FaultyUpload afterIllness() {
        ill = true;
        return this;
    }

    private long least(Stage failed) {
        if (ill && failed == Stage.SEAL) {
            return 0;
        }
        return failed == Stage.TRUNCATE ? FIRST : failed.compareTo(Stage.PUBLISH) >= 0 ? 0 : sizeBefore;
    }

    /**
     * Lets another writer continue from the state before the failed call or after it. It continues from the bytes that are
     * there, or finds the published object.
     */
    void finishElsewhere(Stage failed, StorageDriver driver, boolean stateIsNew) throws IOException {
        Optional<StagedState> state = stateIsNew && writer.isPresent() ? Optional.of(staged().state()) : stateBefore;
        Optional<StagedObject> reopened = driver.stage(StagingRequest.resume(area, 2, state));
        boolean published = failed.compareTo(Stage.PUBLISH) >= 0;
        try (StagedObject next = reopened.isEmpty() ? fresh(driver) : reopened.get()) {
            if (failed == Stage.APPEND_WASTE || failed == Stage.TRUNCATE) {
                next.truncate(FIRST);
            }
            long size = next.size();
            if (reopened.isPresent() && !published) {
                assertThat(size).as("what stayed").isBetween(least(failed), Math.max(given, sizeBefore));
            }
            next.append(Bodies.of(Upload.part(content, size, content.length)));
            next.publish(next.seal(), target);
            next.discard();
        } catch (StagedBytesLostException e) {
            if (!published) {
                throw new AssertionError("what was staged is lost", e);
            }
        }
        close();
    }

    private StagedObject fresh(StorageDriver driver) throws IOException {
        return Upload.begin(driver, area, 3);
    }

    private void close() {
        writer.ifPresent(StagedObject::close);
    }

    byte[] content() {
        return content;
    }
}
