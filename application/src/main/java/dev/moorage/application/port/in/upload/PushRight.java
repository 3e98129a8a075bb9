package dev.moorage.application.port.in.upload;

/** Decides whether the caller may push to the repository at this moment. */
@FunctionalInterface
public interface PushRight {
    /** Returns whether the caller may push now. Called again at the commit. */
    boolean holds();
}
