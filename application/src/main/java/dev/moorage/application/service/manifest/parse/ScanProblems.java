package dev.moorage.application.service.manifest.parse;

import java.util.Optional;

/**
 * The first part of a manifest that two readers could understand differently. Problems of {@code config},
 * {@code layers} and {@code manifests} are kept separately, because these keys have no meaning in a manifest that is
 * neither an image nor an index.
 */
final class ScanProblems {
    private String general = "";
    private String content = "";
    private boolean inContent;

    /** Sets the manifest's key to which the next problems belong. */
    ScanProblems in(String key) {
        inContent = key.equals("config") || key.equals("layers") || key.equals("manifests");
        return this;
    }

    void add(String problem) {
        if (inContent) {
            content = content.isEmpty() ? problem : content;
        } else {
            general = general.isEmpty() ? problem : general;
        }
    }

    /** Records a problem if a key is not spelled as in the specification, or if the object has had it before. */
    void key(String spelling, String name, boolean repeated) {
        if (!spelling.equals(name)) {
            add("the key \"" + spelling + "\" could be read as \"" + name + "\"");
        } else if (repeated) {
            add("the key \"" + name + "\" stands twice");
        }
    }

    /** Returns the first problem that matters for every manifest. */
    Optional<String> general() {
        return Optional.of(general).filter(text -> !text.isEmpty());
    }

    /** Returns the first problem that matters for an image or index. */
    Optional<String> content() {
        return Optional.of(content).filter(text -> !text.isEmpty());
    }
}
