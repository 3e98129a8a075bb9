package dev.moorage.bootstrap.drivers;

import dev.moorage.storage.spi.config.ConfigKey;
import tools.jackson.databind.PropertyName;
import tools.jackson.databind.cfg.MapperConfig;
import tools.jackson.databind.introspect.Annotated;
import tools.jackson.databind.introspect.JacksonAnnotationIntrospector;

/** Binds a key to the component of a record whose {@link ConfigKey} has its name. A driver sees no annotation of Jackson. */
final class KeyNames extends JacksonAnnotationIntrospector {
    private static final long serialVersionUID = 1L;

    @Override
    public PropertyName findNameForDeserialization(MapperConfig<?> config, Annotated annotated) {
        ConfigKey key = _findAnnotation(annotated, ConfigKey.class);
        return key == null || key.value().isEmpty()
                ? super.findNameForDeserialization(config, annotated)
                : PropertyName.construct(key.value());
    }
}
