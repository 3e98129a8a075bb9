package dev.moorage.application.port.in.upload;

/** Whether the caller may push to the repository now. */
@FunctionalInterface
public interface PushRight {
    boolean holds();
}
