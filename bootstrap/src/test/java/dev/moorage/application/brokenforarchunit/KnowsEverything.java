package dev.moorage.application.brokenforarchunit;

import dev.moorage.application.port.in.brokenforarchunit.KnowsPortsOut;
import dev.moorage.http.HttpSettings;

/** An application that knows an adapter. */
public record KnowsEverything(HttpSettings settings, KnowsPortsOut ports) {}
