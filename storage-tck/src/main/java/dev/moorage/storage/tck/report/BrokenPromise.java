package dev.moorage.storage.tck.report;

import java.util.Locale;

/** The failure of a test of the kit. Its message names the promise of the port, and then what was done and what came. */
final class BrokenPromise extends AssertionError {
    private static final long serialVersionUID = 1;

    private final String found;

    /**
     * @param test the name of the test, which is the promise in camel case
     * @param failure what the test found
     */
    BrokenPromise(String test, Throwable failure) {
        super("the driver does not keep the promise \"" + words(test) + "\": " + found(failure), failure);
        this.found = found(failure);
    }

    private static String found(Throwable failure) {
        String message = failure.getMessage();
        return failure instanceof AssertionError && message != null ? message.strip() : failure.toString();
    }

    /** What was done, and what came. */
    String found() {
        return found;
    }

    /** The words of a name in camel case, as a sentence. */
    static String words(String name) {
        return name.replaceAll("(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", " ")
                .toLowerCase(Locale.ROOT);
    }
}
