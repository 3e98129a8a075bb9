package dev.moorage.architecture.violations.http;

import dev.moorage.architecture.violations.storage.fs.KnowsHttp;
import org.jspecify.annotations.Nullable;

/** An adapter that knows another one. */
public record KnowsADriver(@Nullable KnowsHttp storage) {}
