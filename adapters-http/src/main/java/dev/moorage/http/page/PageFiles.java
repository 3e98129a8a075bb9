package dev.moorage.http.page;

import dev.moorage.domain.error.ErrorCode;
import dev.moorage.http.exchange.Exchange;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;

/**
 * Serves the files of the page out of a table of their names, so that no path of a request reaches a file system. A name with the hash
 * of its content never changes its content, and browsers keep it. The document is the same for each view.
 */
public final class PageFiles {
    private static final int HASH_LENGTH = 16;

    /** What the document may do: operate on this registry alone. Pushed content never becomes a part of it. */
    private static final Map<String, String> HEADERS = Map.of(
            "Content-Security-Policy",
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self';"
                    + " base-uri 'none'; form-action 'self'; frame-ancestors 'none'; require-trusted-types-for 'script';"
                    + " trusted-types lit-html",
            "X-Content-Type-Options",
            "nosniff",
            "Referrer-Policy",
            "no-referrer",
            "Cross-Origin-Opener-Policy",
            "same-origin",
            "Cross-Origin-Resource-Policy",
            "same-origin");

    private final File document;
    private final Map<String, File> files;

    private record File(String type, String cache, String entityTag, byte[] content, byte[] compressed) {}

    /**
     * Creates the table.
     *
     * @param path the path of the page
     * @param api the path of what the page reads, up to {@code v2/}
     */
    public PageFiles(PageSource source, String path, String api) {
        String script = "page." + hash(source.script()) + ".js";
        String style = "style." + hash(source.style()) + ".css";
        String html = new String(source.html(), StandardCharsets.UTF_8)
                .replace("{path}", attribute(path))
                .replace("{api}", attribute(api))
                .replace("{script}", script)
                .replace("{style}", style);
        this.document = file("text/html; charset=utf-8", "no-cache", html.getBytes(StandardCharsets.UTF_8));
        String kept = "public, max-age=31536000, immutable";
        this.files = Map.of(
                script, file("text/javascript; charset=utf-8", kept, source.script()),
                style, file("text/css; charset=utf-8", kept, source.style()));
    }

    private static String attribute(String text) {
        return text.replace("&", "&amp;").replace("\"", "&quot;").replace("<", "&lt;");
    }

    private static File file(String type, String cache, byte[] content) {
        return new File(type, cache, "\"" + hash(content) + "\"", content, compressed(content));
    }

    private static String hash(byte[] content) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(content);
            return HexFormat.of().formatHex(hash).substring(0, HASH_LENGTH);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] compressed(byte[] content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(content);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return bytes.toByteArray();
    }

    void serve(Exchange exchange, String name) throws IOException {
        Optional<File> found = isView(name) ? Optional.of(document) : Optional.ofNullable(files.get(name));
        if (found.isEmpty()) {
            exchange.error(404, ErrorCode.UNSUPPORTED, "there is no such file");
            return;
        }
        File file = found.get();
        HEADERS.forEach(exchange::header);
        exchange.header("Cache-Control", file.cache())
                .header("ETag", file.entityTag())
                .header("Vary", "Accept-Encoding");
        if (exchange.requestHeader("If-None-Match")
                .filter(file.entityTag()::equals)
                .isPresent()) {
            exchange.notModified();
        } else if (acceptsGzip(exchange)) {
            exchange.header("Content-Encoding", "gzip").content(200, file.type(), file.compressed());
        } else {
            exchange.content(200, file.type(), file.content());
        }
    }

    private static boolean isView(String name) {
        return name.isEmpty() || name.equals("uploads") || name.equals("storage") || name.startsWith("r/");
    }

    private static boolean acceptsGzip(Exchange exchange) {
        return exchange.requestList("Accept-Encoding").stream()
                .flatMap(list -> Arrays.stream(list.split(",", -1)))
                .map(coding -> coding.replace(" ", ""))
                .anyMatch(coding ->
                        coding.equals("gzip") || coding.startsWith("gzip;") && !coding.matches("gzip;q=0(\\.0*)?"));
    }
}
