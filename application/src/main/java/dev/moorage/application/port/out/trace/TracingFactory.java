package dev.moorage.application.port.out.trace;

import java.util.Map;

/** Opens tracing. The factory is found by {@link java.util.ServiceLoader}, because what it needs is not always installed. */
public interface TracingFactory {
    /**
     * Opens tracing as the variables of the environment say.
     *
     * @param environment the variables
     * @param version of the registry
     * @param driver the storage driver's name in the configuration
     * @throws IllegalArgumentException a variable has a value that cannot be used
     */
    Tracing open(Map<String, String> environment, String version, String driver);
}
