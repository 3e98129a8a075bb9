package dev.moorage.architecture.violations.application.port.in;

import dev.moorage.architecture.violations.storage.spi.KnowsTheApplication;
import org.jspecify.annotations.Nullable;

/** A port in that knows the storage port. The two also form a cycle. */
public record KnowsTheStoragePort(@Nullable KnowsTheApplication out) {}
