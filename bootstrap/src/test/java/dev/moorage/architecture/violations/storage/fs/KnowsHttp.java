package dev.moorage.architecture.violations.storage.fs;

import dev.moorage.architecture.violations.application.KnowsAnAdapter;
import dev.moorage.architecture.violations.http.KnowsADriver;
import org.jspecify.annotations.Nullable;

/** A driver that knows another adapter, and the application. */
public record KnowsHttp(
        @Nullable KnowsADriver http, @Nullable KnowsAnAdapter application) {}
