package dev.moorage.application.port.in.health;

import java.util.Optional;

/** Reports whether the registry can serve requests. */
public interface CheckHealth {
    /**
     * Returns why the registry cannot serve requests, as a text for operators. The result is empty if it can. The check
     * is cheap and may be repeated.
     */
    Optional<String> problem();
}
