package dev.moorage.bootstrap.wiring;

import dev.moorage.application.port.out.storage.DriverContext;
import dev.moorage.application.port.out.storage.StorageDriver;
import dev.moorage.application.port.out.storage.StorageDriverFactory;
import dev.moorage.bootstrap.config.Configuration;
import dev.moorage.bootstrap.config.InvalidConfigurationException;
import java.io.IOException;
import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The storage drivers on the class path, ours and those of others alike. */
public final class StorageDrivers {
    private final List<StorageDriverFactory<?>> factories;
    private final JsonMapper json = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private StorageDrivers(List<StorageDriverFactory<?>> factories) {
        this.factories = List.copyOf(factories);
    }

    /** Those that {@link ServiceLoader} finds. */
    public static StorageDrivers onClassPath() {
        return new StorageDrivers(ServiceLoader.load(StorageDriverFactory.class).stream()
                .<StorageDriverFactory<?>>map(ServiceLoader.Provider::get)
                .toList());
    }

    /**
     * Opens the driver that a configuration names.
     *
     * @throws InvalidConfigurationException when there is none of that type, or two, or a key is wrong
     * @throws IOException when the driver cannot work
     */
    public StorageDriver open(Configuration.Storage storage, DriverContext context)
            throws InvalidConfigurationException, IOException {
        return open(factory(storage.type()), storage.parameters(), context);
    }

    /**
     * Looks whether a driver could be opened, as far as its configuration goes.
     *
     * @throws InvalidConfigurationException when it could not
     */
    public void check(Configuration.Storage storage) throws InvalidConfigurationException {
        config(factory(storage.type()), storage.parameters());
    }

    private StorageDriverFactory<?> factory(String type) throws InvalidConfigurationException {
        List<StorageDriverFactory<?>> found = factories.stream()
                .filter(factory -> factory.type().equals(type))
                .toList();
        if (found.size() == 1) {
            return found.getFirst();
        }
        String known = factories.stream()
                .map(StorageDriverFactory::type)
                .sorted()
                .distinct()
                .collect(Collectors.joining(", "));
        String problem = found.isEmpty()
                ? "there is no such storage driver; there are: " + known
                : "there is more than one such storage driver: "
                        + found.stream()
                                .map(factory -> factory.getClass().getName())
                                .collect(Collectors.joining(", "));
        throw new InvalidConfigurationException(List.of("storage." + type + ": " + problem));
    }

    private <C extends Record> StorageDriver open(
            StorageDriverFactory<C> factory, JsonNode parameters, DriverContext context)
            throws InvalidConfigurationException, IOException {
        return factory.open(config(factory, parameters), context);
    }

    private <C extends Record> C config(StorageDriverFactory<C> factory, JsonNode parameters)
            throws InvalidConfigurationException {
        try {
            JsonNode mapping = parameters.isNull() ? json.createObjectNode() : parameters;
            return json.treeToValue(mapping, factory.configType());
        } catch (JacksonException e) {
            Throwable cause = e.getCause() instanceof IllegalArgumentException refused ? refused : e;
            String message = cause instanceof JacksonException jackson
                    ? jackson.getOriginalMessage()
                    : String.valueOf(cause.getMessage());
            throw new InvalidConfigurationException(List.of("storage." + factory.type() + ": " + message));
        }
    }
}
