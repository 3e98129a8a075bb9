package dev.moorage.bootstrap.wiring;

import com.google.inject.Provides;
import com.google.inject.Singleton;
import dev.moorage.application.service.access.CurrentRules;
import dev.moorage.bootstrap.access.KeyFilePath;
import dev.moorage.bootstrap.access.RulesFile;
import dev.moorage.bootstrap.config.Configuration;
import dev.moorage.bootstrap.config.InvalidConfigurationException;
import dev.moorage.bootstrap.section.AccessConfig;
import dev.moorage.bootstrap.section.ImmutableTagsConfig;
import dev.moorage.domain.access.AccessRules;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The rules of access, which also say which tags are written once. */
final class RulesModule extends FeatureModule {
    RulesModule() {
        super(AccessConfig.SECTION, ImmutableTagsConfig.SECTION);
    }

    @Override
    void check(Configuration configuration) throws InvalidConfigurationException {
        rules(configuration.get(AccessConfig.class), configuration.get(ImmutableTagsConfig.class));
    }

    @Override
    List<String> warnings(Configuration configuration) {
        Optional<Path> file = configuration.get(AccessConfig.class).file();
        if (file.isEmpty()) {
            return List.of();
        }
        try {
            return RulesFile.read(new KeyFilePath(file.get())).warnings().stream()
                    .map(warning -> "access.file: " + file.get() + ": " + warning)
                    .toList();
        } catch (IOException _) {
            return List.of(); // An error, and no warning.
        }
    }

    @Provides
    @Singleton
    static CurrentRules rules(AccessConfig configuration, ImmutableTagsConfig immutable)
            throws InvalidConfigurationException {
        if (configuration.file().isEmpty()) {
            AccessRules rules =
                    configuration.rules().orElse(AccessRules.USERS_MAY_ALL).withWriteOnce(immutable.rules());
            return () -> rules;
        }
        CurrentRules file = ofFile(configuration.file().get());
        return immutable.rules().isEmpty() ? file : new ExtendedRules(file, immutable.rules());
    }

    private static CurrentRules ofFile(Path file) throws InvalidConfigurationException {
        try {
            return new RulesFile(new KeyFilePath(file));
        } catch (FileSystemException e) {
            throw new InvalidConfigurationException(List.of("access.file: " + Unreadable.inWords(file, e)));
        } catch (IOException e) {
            throw new InvalidConfigurationException(String.valueOf(e.getMessage())
                    .lines()
                    .map(problem -> "access.file: " + file + ": " + problem)
                    .toList());
        }
    }
}
