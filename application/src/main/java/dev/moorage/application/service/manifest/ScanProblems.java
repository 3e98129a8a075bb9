package dev.moorage.application.service.manifest;

import java.util.Optional;

/**
 * The first thing in a manifest that two readers could understand differently. Problems of {@code config}, {@code layers} and
 * {@code manifests} are kept apart, since these mean nothing in a manifest that is neither an image nor an index.
 */
final class ScanProblems {
    private String general = "";
    private String content = "";
    private boolean inContent;

    /** Says below which key of the manifest the next problems are. */
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

    /** Notes a key that is not spelled as the specification has it, or that the object has had before. */
    void key(String spelling, String name, boolean repeated) {
        if (!spelling.equals(name)) {
            add("the key \"" + spelling + "\" could be read as \"" + name + "\"");
        } else if (repeated) {
            add("the key \"" + name + "\" stands twice");
        }
    }

    /** The first problem of any manifest. */
    Optional<String> general() {
        return Optional.of(general).filter(text -> !text.isEmpty());
    }

    /** The first problem of an image or index. */
    Optional<String> content() {
        return Optional.of(content).filter(text -> !text.isEmpty());
    }
}
