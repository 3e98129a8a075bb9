package dev.moorage.application.port.out.event;

import java.time.Duration;

/** How far the body of a request has come. Any thread may ask at any time. */
public interface BodyProgress {
    /** The bytes of the body that were read. */
    long received();

    /** Whether the body has ended, so that the request only stores now. */
    boolean isComplete();

    /** The time since the last byte, or since the body began. */
    Duration idle();
}
