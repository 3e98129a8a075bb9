package dev.moorage.application.port.out.brokenforarchunit;

import dev.moorage.application.port.in.brokenforarchunit.KnowsPortsOut;
import org.jspecify.annotations.Nullable;

/** A port out that knows a port in. */
public record KnowsPortsIn(@Nullable KnowsPortsOut in) {}
