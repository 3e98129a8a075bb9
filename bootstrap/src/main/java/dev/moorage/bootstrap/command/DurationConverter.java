package dev.moorage.bootstrap.command;

import dev.moorage.storage.spi.config.GoDuration;
import java.time.Duration;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads durations of the command line, in the format of the configuration. */
final class DurationConverter implements ITypeConverter<Duration> {
    @Override
    public Duration convert(String text) {
        return GoDuration.parse(text)
                .orElseThrow(() -> new TypeConversionException("is not a duration such as 168h: " + text));
    }
}
