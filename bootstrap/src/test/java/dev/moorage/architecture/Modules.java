package dev.moorage.architecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Map;

/** The modules of the hexagon by their packages, and their classes as they were built. */
final class Modules {
    /** Module to root package. */
    static final Map<String, String> PACKAGES = Map.ofEntries(
            Map.entry("storage-spi", "dev.moorage.storage.spi"),
            Map.entry("domain", "dev.moorage.domain"),
            Map.entry("application", "dev.moorage.application"),
            Map.entry("adapters-http", "dev.moorage.http"),
            Map.entry("adapters-identity", "dev.moorage.identity"),
            Map.entry("adapters-metrics", "dev.moorage.metrics"),
            Map.entry("adapters-notifications", "dev.moorage.notifications"),
            Map.entry("adapters-tracing", "dev.moorage.tracing"),
            Map.entry("adapters-upstream", "dev.moorage.upstream"),
            Map.entry("adapters-web", "dev.moorage.web"),
            Map.entry("adapters-storage-fs", "dev.moorage.storage.fs"),
            Map.entry("adapters-storage-s3", "dev.moorage.storage.s3"),
            Map.entry("adapters-storage-azure", "dev.moorage.storage.azure"),
            Map.entry("storage-tck", "dev.moorage.storage.memory"),
            Map.entry("bootstrap", "dev.moorage.bootstrap"));

    static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            // The contracts of the test kit are tests, though they are published.
            .withImportOption(location -> !location.contains("dev/moorage/storage/tck"))
            .importPackages("dev.moorage");

    /** Planted classes, which break every rule. */
    static final JavaClasses VIOLATIONS = new ClassFileImporter().importPackages("dev.moorage.architecture.violations");

    private Modules() {}
}
