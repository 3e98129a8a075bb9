package dev.moorage.bootstrap.config;

/**
 * Thrown for a text that is not YAML, or that uses YAML which a configuration does not take. The message never holds a value
 * of the text.
 */
final class YamlException extends Exception {
    private static final long serialVersionUID = 1L;

    /**
     * @param line from 1, or 0 where the line is unknown
     * @param column from 1
     */
    YamlException(int line, int column, String problem) {
        super(line > 0 ? "line " + line + ", column " + column + ": " + problem : problem);
    }
}
