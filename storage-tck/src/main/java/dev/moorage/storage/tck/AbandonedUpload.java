package dev.moorage.storage.tck;

import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.spi.object.ObjectKey;
import dev.moorage.storage.spi.staging.Sealed;
import dev.moorage.storage.spi.staging.StagedObject;
import dev.moorage.storage.spi.staging.StagedState;
import java.io.IOException;
import java.util.Optional;

/** An upload whose process ends between two calls. It keeps what the process had done and what its server had noted. */
final class AbandonedUpload {
    private final StorageDriver driver;
    private final ObjectKey area;
    private final ObjectKey target;
    private final byte[] content;
    private final StagedObject staged;
    private Sealed sealed = new Sealed(0);
    private long given;
    private Noted noted = new Noted(Optional.empty(), 0);
    private Noted notedBefore = noted;

    /** What a server keeps of an upload, so that another one can continue it. */
    record Noted(Optional<StagedState> state, long size) {}

    /** The calls of an upload, in their order. */
    enum Step {
        BEGIN,
        APPEND,
        APPEND_MORE,
        SEAL,
        PUBLISH,
        DISCARD;

        boolean isBefore(Step other) {
            return compareTo(other) < 0;
        }
    }

    AbandonedUpload(StorageDriver driver, ObjectKey area, ObjectKey target, byte[] content) throws IOException {
        this.driver = driver;
        this.area = area;
        this.target = target;
        this.content = content;
        this.staged = Upload.begin(driver, area, 1);
    }

    /** Makes all calls up to a step, inclusive. */
    void upTo(Step last) throws IOException {
        for (Step step : Step.values()) {
            if (!last.isBefore(step)) {
                take(step);
                notedBefore = noted;
                noted = new Noted(Optional.of(staged.state()), staged.size());
            }
        }
    }

    private void take(Step step) throws IOException {
        switch (step) {
            case BEGIN -> given = 0;
            case APPEND, APPEND_MORE -> {
                long next = step == Step.APPEND ? content.length / 3 : content.length * 2L / 3;
                staged.append(Bodies.of(Upload.part(content, given, next)));
                given = next;
            }
            case SEAL -> {
                staged.append(Bodies.of(Upload.part(content, given, content.length)));
                given = content.length;
                sealed = staged.seal();
            }
            case PUBLISH -> staged.publish(sealed, target);
            case DISCARD -> staged.discard();
        }
    }

    /** What was noted after the last step, or only after the one before it. */
    Noted noted(boolean inTime) {
        return inTime ? noted : notedBefore;
    }

    long given() {
        return given;
    }

    /** Continues the upload as a process that did not end but only slept, as if nothing had happened. Each call may fail. */
    void wakesLate() {
        attempt(() -> staged.append(Bodies.of(new byte[5000])));
        attempt(() -> staged.truncate(0));
        attempt(() -> staged.append(Bodies.of(new byte[content.length])));
        attempt(staged::seal);
    }

    private static void attempt(Call call) {
        try {
            call.make();
        } catch (IOException _) {
            // The late writer may be refused.
        }
    }

    private interface Call {
        void make() throws IOException;
    }

    ObjectKey area() {
        return area;
    }

    /** Releases what the operating system releases when a process ends. */
    void free() throws IOException {
        staged.close();
        driver.close();
    }
}
