package dev.moorage.bootstrap.command;

import dev.moorage.bootstrap.config.ConfigurationReader;
import dev.moorage.bootstrap.config.InvalidConfigurationException;
import dev.moorage.bootstrap.wiring.AccessCheck;
import dev.moorage.domain.access.AccessQuestion;
import dev.moorage.domain.access.Action;
import dev.moorage.domain.access.Subject;
import dev.moorage.domain.name.RepositoryName;
import dev.moorage.domain.name.Tag;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code moorage check-access}: says whether a caller may do something by the rules of a configuration, and why. It asks no
 * server. Its exit status is 0 for allowed, 1 for denied, and 2 for wrong arguments or a wrong configuration.
 */
@Command(
        name = "check-access",
        description = {
            "Says whether a caller may do something, and by which rule.",
            "The exit status is 0 for allowed, 1 for denied, and 2 for wrong arguments or a wrong configuration."
        },
        mixinStandardHelpOptions = true)
final class CheckAccessCommand implements Callable<Integer> {
    private static final int DENIED = 1;
    private static final int WRONG = 2;

    private final ConfigurationFile configuration;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--user",
            paramLabel = "NAME",
            description = "The caller: alice, github:acme/app, or anonymous. With --matrix it can stand several times.")
    private List<String> users = List.of();

    @Option(
            names = "--group",
            paramLabel = "NAME",
            description = "A group that the caller's issuer gives it, for example github:env/prod.")
    private List<String> groups = List.of();

    @Option(names = "--token", paramLabel = "FILE", description = "A file with the caller's token, or - for the input.")
    private @Nullable String token;

    @Option(names = "--matrix", description = "Prints what each user may do in each repository.")
    private boolean matrix;

    @Parameters(
            arity = "1..*",
            paramLabel = "[config.yml] ACTION REPOSITORY[:TAG]",
            description = {
                "ACTION is pull, push, delete or list. list has no repository.",
                "With --matrix: config.yml and repositories."
            })
    private List<String> arguments = List.of();

    CheckAccessCommand(ConfigurationFile configuration) {
        this.configuration = configuration;
    }

    @Override
    public Integer call() {
        PrintWriter err = spec.commandLine().getErr();
        Optional<Action> first = Action.tryParse(arguments.getFirst());
        boolean named = matrix || first.isEmpty();
        Path file = named ? Path.of(arguments.getFirst()) : null;
        List<String> rest = named ? arguments.subList(1, arguments.size()) : arguments;
        try {
            ConfigurationReader.Result read = configuration.check(file);
            try (AccessCheck check = AccessCheck.open(read.configuration())) {
                return matrix ? printMatrix(check, rest) : answer(check, question(rest));
            }
        } catch (InvalidConfigurationException e) {
            return new ErrorOutput(err).invalid(e);
        } catch (IOException e) {
            err.println("error: " + token + " cannot be read: " + e.getMessage());
            return WRONG;
        }
    }

    private int answer(AccessCheck check, AccessQuestion question) throws IOException {
        if (users.size() > 1 || token != null == !users.isEmpty()) {
            throw wrong("one of --user and --token is needed");
        }
        AccessAnswer answer = token == null
                ? AccessAnswer.ofUser(check, subject(users.getFirst()), question)
                : AccessAnswer.ofToken(check, token(token), question);
        PrintWriter out = spec.commandLine().getOut();
        answer.lines().forEach(out::println);
        return answer.isAllowed() ? 0 : DENIED;
    }

    private static String token(String file) throws IOException {
        byte[] bytes = file.equals("-") ? System.in.readAllBytes() : Files.readAllBytes(Path.of(file));
        return new String(bytes, StandardCharsets.ISO_8859_1).strip();
    }

    private int printMatrix(AccessCheck check, List<String> names) {
        if (names.isEmpty()) {
            throw wrong("--matrix needs the names of repositories");
        }
        List<RepositoryName> repositories = names.stream().map(this::repository).toList();
        List<Subject> subjects =
                new ArrayList<>(users.stream().map(this::subject).toList());
        if (subjects.isEmpty()) {
            subjects.add(Subject.ANONYMOUS);
            check.rules().users().forEach(user -> subjects.add(subject(user)));
        }
        PrintWriter out = spec.commandLine().getOut();
        new AccessMatrix(check, subjects, repositories).lines().forEach(out::println);
        return 0;
    }

    private AccessQuestion question(List<String> words) {
        Action action =
                words.isEmpty() ? null : Action.tryParse(words.getFirst()).orElse(null);
        if (action == null) {
            throw wrong("an action is missing: pull, push, delete or list");
        }
        if (words.size() != (action == Action.LIST ? 1 : 2)) {
            throw wrong(action == Action.LIST ? "list has no repository" : "a repository is missing");
        }
        if (action == Action.LIST) {
            return AccessQuestion.LIST;
        }
        String name = words.getLast();
        int colon = name.indexOf(':');
        if (colon < 0) {
            return AccessQuestion.of(action, repository(name));
        }
        Tag tag = Tag.tryParse(name.substring(colon + 1))
                .orElseThrow(() -> wrong(name.substring(colon + 1) + " is not a tag"));
        return AccessQuestion.of(action, repository(name.substring(0, colon)), tag);
    }

    private RepositoryName repository(String name) {
        return RepositoryName.tryParse(name).orElseThrow(() -> wrong(name + " is not the name of a repository"));
    }

    private Subject subject(String name) {
        try {
            return AccessAnswer.subject(name, groups);
        } catch (IllegalArgumentException e) {
            throw wrong(String.valueOf(e.getMessage()));
        }
    }

    private ParameterException wrong(String reason) {
        return new ParameterException(spec.commandLine(), reason);
    }
}
