package dev.moorage.storage.spi.config;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Describes a key of a driver's configuration. It stands on a component of the record that
 * {@link dev.moorage.storage.spi.StorageDriverFactory#configType()} returns, or of a record within it. A component without it
 * is a key of its own name that nothing describes.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.RECORD_COMPONENT, ElementType.FIELD, ElementType.METHOD, ElementType.PARAMETER})
public @interface ConfigKey {
    /** The name of the key, where it is not the component's name, for example {@code max_retries}. */
    String value() default "";

    /** What the key is for, in words for operators. {@code moorage drivers} prints it. */
    String description() default "";
}
