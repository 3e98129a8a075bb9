package dev.moorage.http.brokenforarchunit;

import dev.moorage.storage.fs.brokenforarchunit.KnowsHttp;
import org.jspecify.annotations.Nullable;

/** An adapter that knows another. */
public record KnowsTheStorage(@Nullable KnowsHttp storage) {}
