package dev.moorage.benchmarks.load;

import dev.moorage.benchmarks.load.options.Option;
import dev.moorage.benchmarks.load.options.Options;
import dev.moorage.benchmarks.load.server.Contender;
import dev.moorage.benchmarks.load.server.Distribution;
import dev.moorage.benchmarks.load.server.GuardedMoorage;
import dev.moorage.benchmarks.load.server.Moorage;
import dev.moorage.benchmarks.load.server.Nginx;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The programs that are compared. */
final class Contenders {
    private Contenders() {}

    /**
     * Returns the contenders that the options name, or Moorage, Distribution and nginx as far as they are
     * installed.
     *
     * @throws IllegalArgumentException a named contender is unknown or not installed
     */
    static List<Contender> chosen(Options options) {
        Moorage moorage = new Moorage(
                Path.of(options.required(Option.PACKAGE)),
                options.text(Option.JAVA_OPTS).orElse(""),
                variables(options.list(Option.ENV)));
        List<Contender> usual = List.of(moorage, new Distribution(options.required(Option.DISTRIBUTION)), new Nginx());
        List<String> names = options.list(Option.CONTENDERS);
        if (names.isEmpty()) {
            return usual.stream().filter(Contender::isInstalled).toList();
        }
        List<Contender> all = new ArrayList<>(usual);
        for (GuardedMoorage.Credentials credentials : GuardedMoorage.Credentials.values()) {
            all.add(new GuardedMoorage(moorage, credentials));
        }
        return names.stream().map(name -> named(all, name)).toList();
    }

    private static Contender named(List<Contender> all, String name) {
        return all.stream()
                .filter(contender -> contender.name().equals(name))
                .filter(Contender::isInstalled)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no " + name + " on this machine"));
    }

    private static Map<String, String> variables(List<String> definitions) {
        Map<String, String> variables = new HashMap<>();
        for (String definition : definitions) {
            int equals = definition.indexOf('=');
            if (equals < 1) {
                throw new IllegalArgumentException("--env is not NAME=VALUE,NAME=VALUE");
            }
            variables.put(definition.substring(0, equals), definition.substring(equals + 1));
        }
        return variables;
    }
}
