package dev.moorage.storage.fs.brokenforarchunit;

import dev.moorage.http.brokenforarchunit.KnowsTheStorage;
import org.jspecify.annotations.Nullable;

/** An adapter that knows another. */
public record KnowsHttp(@Nullable KnowsTheStorage http) {}
