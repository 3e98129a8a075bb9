package dev.moorage.bootstrap.config;

/** A text that is not YAML, or YAML that a configuration does not take. The message never holds a value of the text. */
final class YamlException extends Exception {
    private static final long serialVersionUID = 1L;

    /**
     * @param line from 1; 0 where no line is known
     * @param column from 1
     */
    YamlException(int line, int column, String problem) {
        super(line > 0 ? "line " + line + ", column " + column + ": " + problem : problem);
    }
}
