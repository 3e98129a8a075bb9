package dev.moorage.bootstrap.command;

import dev.moorage.application.port.in.maintenance.RetentionExplanation;
import dev.moorage.bootstrap.config.Configuration;
import dev.moorage.bootstrap.config.InvalidConfigurationException;
import dev.moorage.bootstrap.drivers.StorageDrivers;
import dev.moorage.bootstrap.section.GarbageConfig;
import dev.moorage.bootstrap.wiring.Maintenance;
import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.name.Reference;
import dev.moorage.domain.name.RepositoryName;
import dev.moorage.domain.name.Tag;
import java.io.IOException;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code moorage retention explain}: which tags of a repository stay or go, and why. */
@Command(
        name = "explain",
        description =
                "Prints for each tag of a repository whether it stays or goes, why, and what leaves with it. Nothing is"
                        + " changed, and servers may run.",
        footer = "%nExit status 0: success. 1: the repository has no such tag or manifest, or cannot be understood as a"
                + " whole." + MaintenanceCommand.STATUS_2,
        mixinStandardHelpOptions = true)
final class RetentionExplainCommand extends MaintenanceCommand {
    @Parameters(
            index = "1",
            arity = "1",
            paramLabel = "REPOSITORY[:TAG|@DIGEST]",
            description = "The repository, or one tag or manifest of it.")
    private String name = "";

    @Option(
            names = "--unshared",
            description =
                    "Also print the bytes that no other repository has. The links of all repositories are listed.")
    private boolean unshared;

    @Option(names = "--json", description = "Print lines of JSON.")
    private boolean json;

    RetentionExplainCommand(ConfigurationFile configuration) {
        super(configuration);
    }

    @Override
    StorageDrivers.Use use(Configuration settings) {
        return StorageDrivers.Use.READING;
    }

    @Override
    long run(Configuration settings, Maintenance maintenance) throws IOException, InvalidConfigurationException {
        int at = name.indexOf('@');
        int colon = at < 0 ? name.indexOf(':') : -1;
        int end = Math.max(at, colon);
        RepositoryName repository = repository(end < 0 ? name : name.substring(0, end));
        Optional<Reference> reference =
                end < 0 ? Optional.empty() : Optional.of(reference(name.substring(end + 1), at >= 0));
        RetentionExplanation explanation = maintenance
                .explanation()
                .explain(repository, settings.get(GarbageConfig.class).request(), unshared);
        RetentionOutput output = json ? new JsonRetentionOutput(out()) : new TextRetentionOutput(out());
        boolean found = output.print(explanation, reference);
        if (explanation.unknown().isPresent()) {
            return 1;
        }
        if (!found && explanation.policy().isPresent()) {
            err().println("error: there is no " + name);
            err().flush();
            return 1;
        }
        return 0;
    }

    private Reference reference(String text, boolean digest) {
        Optional<Reference> reference = digest
                ? Digest.tryParse(text).map(Reference.ByDigest::new)
                : Tag.tryParse(text).map(Reference.ByTag::new);
        return reference.orElseThrow(() -> wrong(text + (digest ? " is not a digest" : " is not a tag")));
    }
}
