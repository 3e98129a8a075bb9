package dev.moorage.storage.tck;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/**
 * An exception that the port asks for.
 *
 * @param type its class
 * @param done what is done, for the message
 */
record Expected(Class<? extends Throwable> type, String done) {
    static Expected exception(Class<? extends Throwable> type) {
        return new Expected(type, "the call");
    }

    /** The same exception, with another description of what is done. */
    Expected of(String call) {
        return new Expected(type, call);
    }

    /** Fails if the call succeeds, or throws another exception. */
    void isThrownBy(ThrowingCallable call) {
        try {
            call.call();
        } catch (Throwable thrown) {
            if (type.isInstance(thrown)) {
                return;
            }
            throw new AssertionError(done + " must throw " + type.getSimpleName() + ", and threw " + thrown, thrown);
        }
        throw new AssertionError(done + " must throw " + type.getSimpleName() + ", and was accepted");
    }
}
