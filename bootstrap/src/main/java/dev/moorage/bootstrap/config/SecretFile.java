package dev.moorage.bootstrap.config;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A variable such as {@code REGISTRY_HTTP_SECRET_FILE}, which names a file with the value of a key. Only keys that are secrets have
 * one. The value is a text and no YAML, and a newline at its end is cut.
 */
final class SecretFile {
    private static final int MAX_BYTES = 64 * 1024;
    private static final String SUFFIX = "FILE";
    private static final Set<String> SECRETS =
            Set.of("http.secret", "http.secrets", "auth.ldap.bindpassword", "proxy.password");
    /** Keys of storage drivers, those of others than ours too. */
    private static final Pattern OF_DRIVERS =
            Pattern.compile("storage\\.[^.]+\\.(?:[^.]+\\.)*(?:[a-z]*secret|secretkey|accesskey|accountkey|"
                    + "[a-z]*token|[a-z]*password)");

    private SecretFile() {}

    /** Returns whether a variable, by the words of its name, names a file with a secret. */
    static boolean isNamed(List<String> words) {
        if (words.size() < 2 || !words.getLast().equals(SUFFIX)) {
            return false;
        }
        List<String> key = words.subList(0, words.size() - 1).stream()
                .filter(word -> !word.chars().allMatch(Character::isDigit))
                .map(word -> word.toLowerCase(Locale.ROOT))
                .toList();
        String path = String.join(".", key);
        return SECRETS.contains(path) || OF_DRIVERS.matcher(path).matches();
    }

    /** Returns the name of the variable that holds the value itself. */
    static String withoutSuffix(String variable) {
        return variable.substring(0, variable.length() - SUFFIX.length() - 1);
    }

    /**
     * Reads the secret.
     *
     * @throws IOException with a message for the operator, which never holds a part of the secret
     */
    static String read(String file) throws IOException {
        try {
            byte[] bytes = Files.readAllBytes(Path.of(file));
            if (bytes.length > MAX_BYTES) {
                throw new IOException(file + " is larger than " + MAX_BYTES + " bytes");
            }
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            String secret = text.endsWith("\r\n")
                    ? text.substring(0, text.length() - 2)
                    : text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
            if (secret.isBlank()) {
                throw new IOException(file + " is empty");
            }
            return secret;
        } catch (CharacterCodingException e) {
            throw new IOException(file + " is not UTF-8", e);
        } catch (NoSuchFileException e) {
            throw new IOException(file + " does not exist", e);
        } catch (AccessDeniedException e) {
            throw new IOException(file + " cannot be read: permission denied", e);
        } catch (InvalidPathException e) {
            throw new IOException("does not hold a path", e);
        }
    }
}
