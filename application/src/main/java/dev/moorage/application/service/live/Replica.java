package dev.moorage.application.service.live;

import java.util.Objects;

/**
 * This process among the replicas of a registry.
 *
 * @param name the name for operators, which another process may have too
 * @param instance a name that no other process has, usable as a part of a key
 */
public record Replica(String name, String instance) {
    public Replica {
        Objects.requireNonNull(name);
        Objects.requireNonNull(instance);
    }
}
