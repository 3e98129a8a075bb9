package dev.moorage.application.port.in.brokenforarchunit;

import dev.moorage.application.port.out.brokenforarchunit.KnowsPortsIn;
import org.jspecify.annotations.Nullable;

/** A port in that knows a port out; and a cycle, since that knows this. */
public record KnowsPortsOut(@Nullable KnowsPortsIn out) {}
