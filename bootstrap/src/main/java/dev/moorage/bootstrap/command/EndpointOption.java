package dev.moorage.bootstrap.command;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option of a command that chooses an endpoint of notifications. */
final class EndpointOption {
    @Option(names = "--endpoint", paramLabel = "NAME", description = "Only the endpoint with this name.")
    private @Nullable String name;

    /** Returns the name, or empty for all endpoints. */
    Optional<String> name() {
        return Optional.ofNullable(name);
    }

    /** Returns whether the option chooses an endpoint. */
    boolean chooses(String endpoint) {
        return name == null || name.equals(endpoint);
    }
}
