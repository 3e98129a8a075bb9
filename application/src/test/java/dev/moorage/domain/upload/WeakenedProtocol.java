package dev.moorage.domain.upload;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The protocol with one guard switched off, for tests that show what the guard protects. */
public final class WeakenedProtocol {
    private WeakenedProtocol() {}

    /** Returns the names of all guards. */
    public static List<String> guards() {
        return Stream.of(UploadGuard.values()).map(UploadGuard::name).toList();
    }

    /** Returns the protocol without a guard. */
    public static UploadProtocol without(String guard) {
        return new UploadProtocol(EnumSet.complementOf(EnumSet.copyOf(Set.of(UploadGuard.valueOf(guard)))));
    }
}
