package dev.moorage.bootstrap.command;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Translates command lines of Distribution, as manifests and scripts contain them, to those of Moorage. */
public final class DistributionWords {
    private static final Set<String> PROGRAM =
            Set.of("registry", "/bin/registry", "/usr/bin/registry", "docker-registry");

    private DistributionWords() {}

    /**
     * Returns the arguments for Moorage. {@code registry serve x.yml} becomes {@code serve x.yml}. A file alone, as
     * Distribution's image takes it, is served. {@code -v} becomes {@code --version}. Other arguments stay as they are.
     */
    public static List<String> translated(List<String> words) {
        List<String> rest =
                !words.isEmpty() && PROGRAM.contains(words.getFirst()) ? words.subList(1, words.size()) : words;
        if (rest.isEmpty()) {
            return rest;
        }
        String first = rest.getFirst();
        if (first.endsWith(".yml") || first.endsWith(".yaml")) {
            return Stream.concat(Stream.of("serve"), rest.stream()).toList();
        }
        return rest.equals(List.of("-v")) ? List.of("--version") : rest;
    }
}
