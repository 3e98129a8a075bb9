package dev.moorage.application.port.in.upload;

/** Decides whether the caller may push to the repository at this moment. */
@FunctionalInterface
public interface PushRight {
    boolean holds();
}
