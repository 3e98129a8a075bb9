package dev.moorage.bootstrap.wiring;

import dev.moorage.application.service.retention.pulls.PullRecorder;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes the pulls of this server to the store. */
final class PullRecording implements PeriodicTask {
    private static final Logger LOG = LoggerFactory.getLogger(PullRecording.class);

    private final Optional<PullRecorder> recorder;

    /** @param recorder empty where pulls are not recorded */
    PullRecording(Optional<PullRecorder> recorder) {
        this.recorder = recorder;
    }

    @Override
    public String name() {
        return "pulls";
    }

    @Override
    public Duration interval() {
        return recorder.isPresent() ? PullRecorder.INTERVAL : Duration.ZERO;
    }

    @Override
    public void run() {
        try {
            if (recorder.isPresent()) {
                recorder.get().flushWhenDue();
            }
        } catch (IOException | RuntimeException e) {
            LOG.atWarn().setCause(e).log("The pulls of this server could not be written, and wait");
        }
    }

    @Override
    public void stop() {
        try {
            if (recorder.isPresent()) {
                recorder.get().end();
            }
        } catch (IOException | RuntimeException e) {
            LOG.atWarn().setCause(e).log("The last pulls of this server could not be written, and are lost");
        }
    }
}
