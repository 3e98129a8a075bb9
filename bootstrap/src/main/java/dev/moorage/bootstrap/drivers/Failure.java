package dev.moorage.bootstrap.drivers;

import dev.moorage.storage.spi.StorageDriverFactory;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Describes an exception of a third party's code in one line for operators. */
final class Failure {
    private static final String SERVICE = StorageDriverFactory.class.getName() + ": ";
    private static final Pattern LINE_BREAKS = Pattern.compile("\\s*\\R\\s*");

    private Failure() {}

    /** Returns the messages of the exception and of each of its causes. */
    static String inWords(Throwable failure) {
        Set<String> words = new LinkedHashSet<>();
        for (Throwable next = failure; next != null; next = next.getCause()) {
            words.add(one(next));
        }
        return LINE_BREAKS.matcher(String.join(", caused by ", words)).replaceAll(" ");
    }

    /**
     * Returns the message alone where the exception's class adds nothing. Most messages of a {@link LinkageError} are names
     * of classes.
     */
    private static String one(Throwable failure) {
        Optional<String> message = Optional.ofNullable(failure.getMessage())
                .map(text -> text.startsWith(SERVICE) ? text.substring(SERVICE.length()) : text)
                .filter(text -> !text.isBlank());
        boolean plain = failure.getClass() == IOException.class || failure instanceof IllegalArgumentException;
        String type = failure.getClass().getSimpleName();
        return message.map(text -> plain ? text : type + ": " + text).orElse(type);
    }
}
