package dev.moorage.application.port.in.maintenance;

import java.io.IOException;

/** Receives the progress of a verification. Calls come from one thread at a time. */
public interface VerifyObserver {
    /** Called for each finding. A run that continues an interrupted one may report a finding again. */
    void found(Finding finding);

    /** Called after every object. */
    void progressed(VerifyProgress progress);

    /**
     * Called from time to time with a position from which another run can continue.
     *
     * @throws IOException the checkpoint could not be saved. The verification ends
     */
    void reached(VerifyCheckpoint checkpoint) throws IOException;
}
