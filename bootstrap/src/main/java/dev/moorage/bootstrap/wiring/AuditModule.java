package dev.moorage.bootstrap.wiring;

import com.google.inject.multibindings.ProvidesIntoSet;
import dev.moorage.bootstrap.config.InvalidConfigurationException;
import dev.moorage.bootstrap.logging.AuditFile;
import dev.moorage.bootstrap.logging.AuditLog;
import dev.moorage.bootstrap.section.AuditConfig;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** The log of what callers did and of what was denied. */
final class AuditModule extends FeatureModule {
    AuditModule() {
        super(AuditConfig.SECTION);
    }

    @ProvidesIntoSet
    static Listening audit(AuditConfig configuration, InstantSource clock, OpenResources resources)
            throws InvalidConfigurationException {
        if (!configuration.enabled()) {
            return new Listening(Optional.empty());
        }
        Optional<AuditFile> file = Optional.empty();
        if (configuration.file().isPresent()) {
            file = Optional.of(resources.add(open(configuration.file().get())));
        }
        return new Listening(Optional.of(new AuditLog(configuration.pulls(), clock, file)));
    }

    private static AuditFile open(Path path) throws InvalidConfigurationException {
        try {
            return new AuditFile(path);
        } catch (NoSuchFileException _) {
            throw new InvalidConfigurationException(
                    List.of("audit.file: the folder of " + path + " does not exist. Make it, for the registry's user"));
        } catch (IOException e) {
            throw new InvalidConfigurationException(List.of("audit.file: " + path + " cannot be written: "
                    + (e instanceof AccessDeniedException ? "permission denied" : e.getMessage())));
        }
    }
}
