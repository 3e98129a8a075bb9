package dev.moorage.application.port.in.blob;

import dev.moorage.domain.name.RepositoryName;

/** Decides which repositories the caller may pull from. */
@FunctionalInterface
public interface PullRights {
    boolean mayPull(RepositoryName repository);
}
