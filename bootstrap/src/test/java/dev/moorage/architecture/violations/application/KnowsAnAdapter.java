package dev.moorage.architecture.violations.application;

import dev.moorage.architecture.violations.http.KnowsADriver;
import org.jspecify.annotations.Nullable;

/** An application type that knows an adapter. */
public record KnowsAnAdapter(@Nullable KnowsADriver adapter) {}
