package dev.moorage.architecture.violations.storage.spi;

import dev.moorage.architecture.violations.application.port.in.KnowsTheStoragePort;
import org.jspecify.annotations.Nullable;

/** A type of the storage port that knows the application. */
public record KnowsTheApplication(@Nullable KnowsTheStoragePort in) {}
