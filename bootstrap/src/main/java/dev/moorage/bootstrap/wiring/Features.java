package dev.moorage.bootstrap.wiring;

import dev.moorage.bootstrap.config.ConfigSection;
import dev.moorage.bootstrap.config.ConfigurationReader;
import dev.moorage.bootstrap.config.Defaults;
import dev.moorage.bootstrap.drivers.StorageDrivers;
import java.util.List;

/** The features of the registry, as lists of modules: those of a server, and those of a command on the storage. */
public final class Features {
    private Features() {}

    /** Returns the features of a server. Commands read the sections of all of them too. */
    static List<FeatureModule> ofServer() {
        return List.of(
                new StorageModule(),
                new EventsModule(),
                new UseCasesModule(),
                new UploadsModule(),
                new LiveUploadsModule(),
                new GarbageModule(),
                new QuotasModule(),
                new PullsModule(),
                new BlobsModule(),
                new ManifestsModule(),
                new RepositoriesModule(),
                new ProxyModule(),
                new RulesModule(),
                new AccessModule(),
                new HttpModule(),
                new PageModule(),
                new HealthModule(),
                new AuditModule(),
                new NotificationsModule(),
                new OperationsModule(),
                new MetricsModule(),
                new TracingModule());
    }

    /**
     * Returns the features of a command on the storage.
     *
     * @param use whether the command reads or also writes
     */
    static List<FeatureModule> ofMaintenance(StorageDrivers.Use use) {
        return List.of(
                new StorageModule(use),
                new EventsModule(),
                new UploadsModule(),
                new BlobsModule(),
                new ManifestsModule(),
                new RepositoriesModule(),
                new ProxyModule(),
                new RulesModule(),
                new GarbageModule(),
                new QuotasModule(),
                new MaintenanceModule(),
                new MirrorModule());
    }

    /** Returns the sections of all features, in the order of the documentation. */
    public static List<ConfigSection<?>> sections() {
        return ofServer().stream()
                .<ConfigSection<?>>flatMap(feature -> feature.sections().stream())
                .toList();
    }

    /** Returns a reader of configurations with the sections of all features. */
    public static ConfigurationReader configurationReader(Defaults defaults) {
        return new ConfigurationReader(defaults, sections());
    }
}
