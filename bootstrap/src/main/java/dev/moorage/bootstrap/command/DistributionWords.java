package dev.moorage.bootstrap.command;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The ways in which Distribution is called, as people have them in manifests and scripts, in Moorage's words. */
public final class DistributionWords {
    private static final Set<String> PROGRAM =
            Set.of("registry", "/bin/registry", "/usr/bin/registry", "docker-registry");

    private DistributionWords() {}

    /**
     * {@code registry serve x.yml} is {@code serve x.yml}; a file alone, as Distribution's image takes it, is served; {@code -v}
     * is {@code --version}. Other words stay as they are.
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
