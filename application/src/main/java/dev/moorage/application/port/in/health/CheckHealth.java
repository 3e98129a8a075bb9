package dev.moorage.application.port.in.health;

import java.util.Optional;

/** Tells whether the registry can serve. */
public interface CheckHealth {
    /** Why it cannot, for operators; empty when it can. Cheap, and can be repeated. */
    Optional<String> problem();
}
