package dev.moorage.bootstrap.drivers;

import dev.moorage.bootstrap.config.EditDistance;
import dev.moorage.bootstrap.config.InvalidConfigurationException;
import dev.moorage.storage.spi.config.DataSize;
import dev.moorage.storage.spi.config.GoDuration;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.deser.DeserializationProblemHandler;
import tools.jackson.databind.exc.ValueInstantiationException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;

/** Binds {@code storage.<type>} to a driver's configuration record. Each error is reported with its key. */
final class DriverConfiguration {
    private static final JsonMapper JSON = JsonMapper.builder()
            .annotationIntrospector(new KeyNames())
            .addModule(new SimpleModule()
                    .setValueInstantiators(new RecordInstantiators())
                    .addDeserializer(Duration.class, new Durations())
                    .addDeserializer(DataSize.class, new Sizes()))
            .build();

    private final String path;
    private final List<String> errors = new ArrayList<>();

    DriverConfiguration(String path) {
        this.path = path;
    }

    <C extends Record> C bind(JsonNode parameters, Class<C> type) throws InvalidConfigurationException {
        JsonNode mapping = parameters.isNull() ? JSON.createObjectNode() : parameters;
        if (!mapping.isObject()) {
            throw new InvalidConfigurationException(List.of(path + ": is not a mapping"));
        }
        rejectUnknownKeys(mapping, type);
        Optional<C> bound = Optional.empty();
        try {
            bound = Optional.of(
                    JSON.readerFor(type).withHandler(new UnknownKeys()).readValue(mapping));
        } catch (ValueInstantiationException e) {
            errors.add(key(e) + ": " + refusal(e));
        } catch (JacksonException e) {
            errors.add(key(e) + ": " + e.getOriginalMessage());
        } catch (RuntimeException | LinkageError e) {
            errors.add(path + ": " + Failure.inWords(e));
        }
        if (bound.isEmpty() || !errors.isEmpty()) {
            throw new InvalidConfigurationException(errors);
        }
        return bound.get();
    }

    /** Reports unknown keys before anything is bound, since a missing key is often a misspelt one. */
    private void rejectUnknownKeys(JsonNode mapping, Class<? extends Record> type)
            throws InvalidConfigurationException {
        Collection<String> known = new TreeSet<>(names(type));
        for (String key : mapping.propertyNames()) {
            if (!known.contains(key)) {
                isUnknown(path + "." + key, key, known);
            }
        }
        if (!errors.isEmpty()) {
            throw new InvalidConfigurationException(errors);
        }
    }

    private static List<String> names(Class<? extends Record> type) {
        return DriverKey.of(type).stream()
                .filter(DriverKey::isOuter)
                .map(DriverKey::name)
                .toList();
    }

    private void isUnknown(String where, String name, Collection<String> known) {
        errors.add(where + ": unknown key"
                + EditDistance.nearest(name, known)
                        .map(near -> "; did you mean " + near + "?")
                        .orElse("")
                + (known.isEmpty() ? "; there are no keys" : "; there are: " + String.join(", ", known)));
    }

    private String key(JacksonException e) {
        StringBuilder key = new StringBuilder(path);
        for (JacksonException.Reference step : e.getPath()) {
            key.append('.').append(step.getPropertyName() == null ? step.getIndex() : step.getPropertyName());
        }
        return key.toString();
    }

    /** Returns the message of the record's own constructor. */
    private static String refusal(ValueInstantiationException e) {
        return e.getCause() == null ? e.getOriginalMessage() : Failure.inWords(e.getCause());
    }

    /** Reads a duration in the format of the other keys of the configuration. */
    private static final class Durations extends ValueDeserializer<Duration> {
        @Override
        public Duration deserialize(JsonParser parser, DeserializationContext context) {
            return GoDuration.parse(parser.getString())
                    .orElseGet(() ->
                            context.reportInputMismatch(Duration.class, "is not a duration such as 30s or 1m30s"));
        }
    }

    /** Reads a number of bytes, with a unit or without. */
    private static final class Sizes extends ValueDeserializer<DataSize> {
        @Override
        public DataSize deserialize(JsonParser parser, DeserializationContext context) {
            return DataSize.parse(parser.getString())
                    .orElseGet(() -> context.reportInputMismatch(
                            DataSize.class, "is not a number of bytes such as 64MiB or 1GB"));
        }
    }

    /** Reports unknown keys of records that are components of the record. */
    private final class UnknownKeys extends DeserializationProblemHandler {
        @Override
        public boolean handleUnknownProperty(
                DeserializationContext context,
                JsonParser parser,
                ValueDeserializer<?> deserializer,
                Object beanOrClass,
                String name) {
            Collection<String> known = new TreeSet<>();
            deserializer.getKnownPropertyNames().forEach(property -> known.add(property.toString()));
            String where = parser.streamReadContext().pathAsPointer().toString().replace('/', '.');
            isUnknown(path + where, name, known);
            parser.skipChildren();
            return true;
        }
    }
}
