package dev.moorage.bootstrap.command;

import dev.moorage.application.port.in.quota.NamespaceUsage;
import dev.moorage.application.port.in.quota.QuotaUseCases;
import dev.moorage.bootstrap.config.Configuration;
import dev.moorage.bootstrap.config.InvalidConfigurationException;
import dev.moorage.bootstrap.drivers.StorageDrivers;
import dev.moorage.bootstrap.wiring.Maintenance;
import dev.moorage.domain.quota.Quota;
import dev.moorage.domain.quota.Resource;
import dev.moorage.domain.quota.Usage;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.LongFunction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code moorage quota}: what namespaces with quotas have. */
@Command(
        name = "quota",
        description = "Shows what the namespaces of storage.quotas have, and what they may have. Servers may run.",
        footer = "%nExit status 0: success. 1: a namespace has more than it may." + MaintenanceCommand.STATUS_2,
        mixinStandardHelpOptions = true)
final class QuotaCommand extends MaintenanceCommand {
    @Option(
            names = "--measure",
            description =
                    "List what the namespaces have first, for example after a deletion. The servers use the result"
                            + " within ten seconds.")
    private boolean measure;

    QuotaCommand(ConfigurationFile configuration) {
        super(configuration);
    }

    @Override
    StorageDrivers.Use use(Configuration settings) {
        return measure ? StorageDrivers.Use.WRITING : StorageDrivers.Use.READING;
    }

    @Override
    long run(Configuration settings, Maintenance maintenance) throws IOException, InvalidConfigurationException {
        QuotaUseCases quotas = maintenance.quotas();
        if (measure) {
            quotas.measure().measure();
        }
        long full = 0;
        for (NamespaceUsage usage : quotas.report().usage()) {
            out().println(text(usage));
            full += usage.used().filter(used -> exceeds(usage.quota(), used)).isPresent() ? 1 : 0;
        }
        out().flush();
        return full;
    }

    private static boolean exceeds(Quota quota, Usage used) {
        return used.bytes() > quota.limit(Resource.BYTES).orElse(Long.MAX_VALUE)
                || used.repositories() > quota.limit(Resource.REPOSITORIES).orElse(Long.MAX_VALUE)
                || used.tags() > quota.limit(Resource.TAGS).orElse(Long.MAX_VALUE);
    }

    private static String text(NamespaceUsage usage) {
        Quota quota = usage.quota();
        if (usage.used().isEmpty()) {
            return quota.namespace() + ": not measured yet";
        }
        Usage used = usage.used().get();
        List<String> parts = new ArrayList<>();
        parts.add(part(Sizes::text, used.bytes(), quota.limit(Resource.BYTES)));
        parts.add(part(Long::toString, used.repositories(), quota.limit(Resource.REPOSITORIES)) + " repositories");
        parts.add(part(Long::toString, used.tags(), quota.limit(Resource.TAGS)) + " tags");
        long minutes = usage.age().orElse(Duration.ZERO).toMinutes();
        return quota.namespace() + ": " + String.join(", ", parts) + ", measured " + minutes + " min ago";
    }

    private static String part(LongFunction<String> number, long used, OptionalLong limit) {
        return number.apply(used) + (limit.isPresent() ? " of " + number.apply(limit.getAsLong()) : "");
    }
}
