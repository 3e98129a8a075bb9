package dev.moorage.application.port.in.blob;

import dev.moorage.domain.name.RepositoryName;

/** Decides which repositories the caller may pull from. */
@FunctionalInterface
public interface PullRights {
    /** Returns whether the caller may pull from a repository. */
    boolean mayPull(RepositoryName repository);
}
