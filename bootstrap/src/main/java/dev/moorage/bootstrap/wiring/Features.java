package dev.moorage.bootstrap.wiring;

import dev.moorage.bootstrap.config.ConfigSection;
import dev.moorage.bootstrap.config.ConfigurationReader;
import dev.moorage.bootstrap.config.Defaults;
import dev.moorage.bootstrap.section.AuthConfig;
import dev.moorage.bootstrap.section.CacheConfig;
import dev.moorage.bootstrap.section.CatalogConfig;
import dev.moorage.bootstrap.section.HttpConfig;
import dev.moorage.bootstrap.section.ListenConfig;
import dev.moorage.bootstrap.section.LogConfig;
import dev.moorage.bootstrap.section.ManifestsConfig;
import dev.moorage.bootstrap.section.OperationsConfig;
import dev.moorage.bootstrap.section.PurgingConfig;
import dev.moorage.bootstrap.section.StorageConfig;
import dev.moorage.bootstrap.section.TlsConfig;
import dev.moorage.bootstrap.section.UploadsConfig;
import dev.moorage.bootstrap.section.WritesConfig;
import java.util.List;

/** The features of the registry: the sections of their configuration. */
public final class Features {
    private Features() {}

    /** Returns the sections of all features, in the order of the documentation. */
    public static List<ConfigSection<?>> sections() {
        return List.of(
                StorageConfig.SECTION,
                WritesConfig.SECTION,
                CacheConfig.SECTION,
                PurgingConfig.SECTION,
                ListenConfig.SECTION,
                HttpConfig.SECTION,
                TlsConfig.SECTION,
                OperationsConfig.SECTION,
                AuthConfig.SECTION,
                UploadsConfig.SECTION,
                ManifestsConfig.SECTION,
                CatalogConfig.SECTION,
                LogConfig.SECTION);
    }

    /** Returns a reader of configurations with the sections of all features. */
    public static ConfigurationReader configurationReader(Defaults defaults) {
        return new ConfigurationReader(defaults, sections());
    }
}
