package dev.moorage.application.port.in.maintenance;

import java.io.IOException;

/** Hears of a verification as it goes on; from one thread at a time. */
public interface VerifyObserver {
    /** Something was found. After an interrupted run has gone on, it may be told once more. */
    void found(Finding finding);

    /** Called after every object. */
    void progressed(VerifyProgress progress);

    /**
     * Called now and then: another run could go on from here.
     *
     * @throws IOException the checkpoint could not be kept: the verification ends
     */
    void reached(VerifyCheckpoint checkpoint) throws IOException;
}
