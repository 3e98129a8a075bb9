package dev.moorage.storage.azure.request;

import com.azure.core.exception.ClientAuthenticationException;
import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.HttpHeaders;
import com.azure.core.http.HttpResponse;
import com.azure.core.util.DateTimeRfc1123;
import com.azure.storage.blob.models.BlobStorageException;
import dev.moorage.storage.spi.net.NoAnswer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Translates refusals of the service and failures of the client library into exceptions of the port. The library's own
 * messages name hosts and accounts. The service's message goes to the log, where an operator finds the reason.
 */
public final class AzureExceptions {
    private static final Logger LOG = LoggerFactory.getLogger(AzureExceptions.class);
    private static final HttpHeaderName ERROR_CODE = HttpHeaderName.fromString("x-ms-error-code");
    private static final HttpHeaderName REQUEST_ID = HttpHeaderName.fromString("x-ms-request-id");
    private static final HttpHeaderName SENT_AT = HttpHeaderName.fromString("x-ms-date");
    private static final Pattern TEXT =
            Pattern.compile("<(Message|AuthenticationErrorDetail)>(.*?)</\\1>", Pattern.DOTALL);
    private static final Pattern CODE_OF_A_TOKEN = Pattern.compile("AADSTS\\d+");
    private static final int MAX_BYTES = 4096;
    private static final int MAX_MESSAGE = 600;
    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;
    private static final int INTERNAL_ERROR = 500;

    /** The service refuses requests whose time differs by more than this from its own. */
    private static final Duration MAX_SKEW = Duration.ofMinutes(15);

    private AzureExceptions() {}

    /**
     * Translates a response with an error status, and closes it.
     *
     * @param operation the name of the request in the service's documentation
     * @param attempts how often the request was sent
     * @return a {@link RefusedException}, or another exception after an error of the service, which may have done the request
     */
    public static IOException refused(String operation, HttpResponse response, int attempts) {
        try (response) {
            HttpHeaders headers = response.getHeaders();
            int status = response.getStatusCode();
            String code = Optional.ofNullable(headers.getValue(ERROR_CODE)).orElse("");
            if (isForOperators(status, code)) {
                log(operation, status, code, message(response));
            }
            RefusedException refused = new RefusedException(
                    status,
                    code,
                    Optional.ofNullable(headers.getValue(REQUEST_ID)).orElse("without id"),
                    status == FORBIDDEN && isOfAnotherTime(response),
                    attempts);
            return status >= INTERNAL_ERROR ? new IOException(refused.getMessage()) : refused;
        }
    }

    /** Translates a failure of the library's own listing. */
    public static IOException refused(String operation, BlobStorageException e) {
        String code = String.valueOf(e.getErrorCode());
        if (isForOperators(e.getStatusCode(), code)) {
            log(operation, e.getStatusCode(), code, bounded(String.valueOf(e.getServiceMessage())));
        }
        return new IOException("the store answered " + e.getStatusCode() + " " + code + " to " + operation);
    }

    /** Translates a failure without a response. */
    public static IOException unanswered(String operation, RuntimeException e) {
        LOG.atDebug().addKeyValue("operation", operation).setCause(e).log("The store did not respond to a request");
        for (Throwable at = e; at != null; at = at.getCause()) {
            if (at instanceof ClientAuthenticationException) {
                return withoutToken(at);
            }
        }
        return new IOException(
                "the store did not answer " + operation + ": " + NoAnswer.reason(e, "storage.azure.cafile"));
    }

    private static IOException withoutToken(Throwable e) {
        String message = String.valueOf(e.getMessage());
        LOG.atWarn().addKeyValue("message", bounded(message)).log("No access token for the store could be obtained");
        Matcher code = CODE_OF_A_TOKEN.matcher(message);
        return new IOException("no token was given for the store: "
                + (code.find() ? code.group() : NoAnswer.reason(e, "storage.azure.cafile")));
    }

    private static void log(String operation, int status, String code, String message) {
        LOG.atWarn()
                .addKeyValue("operation", operation)
                .addKeyValue("status", status)
                .addKeyValue("code", code)
                .addKeyValue("message", message)
                .log("The store refused a request");
    }

    /** Whether an operator has to know of a refusal, because no request is at fault. */
    private static boolean isForOperators(int status, String code) {
        return status == UNAUTHORIZED
                || status == FORBIDDEN
                || status >= INTERNAL_ERROR
                || code.startsWith("Container")
                || code.startsWith("Account");
    }

    private static String message(HttpResponse response) {
        try (InputStream body = response.getBodyAsInputStreamSync()) {
            if (body == null) {
                return "";
            }
            String text = new String(body.readNBytes(MAX_BYTES), StandardCharsets.UTF_8);
            StringBuilder found = new StringBuilder();
            Matcher part = TEXT.matcher(text);
            while (part.find()) {
                found.append(found.isEmpty() ? "" : " ").append(part.group(2));
            }
            return bounded(found.toString());
        } catch (IOException | RuntimeException _) {
            return ""; // The status and the code are enough to report the refusal.
        }
    }

    private static String bounded(String message) {
        String line = message.replaceAll("\\s+", " ").strip();
        return line.length() > MAX_MESSAGE ? line.substring(0, MAX_MESSAGE) : line;
    }

    /** Whether the service's clock and the one that dated the request differ too much. */
    private static boolean isOfAnotherTime(HttpResponse response) {
        HttpHeaders sent = response.getRequest().getHeaders();
        Optional<Instant> here = time(sent.getValue(SENT_AT)).or(() -> time(sent.getValue(HttpHeaderName.DATE)));
        Optional<Instant> there = time(response.getHeaders().getValue(HttpHeaderName.DATE));
        return here.isPresent()
                && there.isPresent()
                && Duration.between(here.get(), there.get()).abs().compareTo(MAX_SKEW) >= 0;
    }

    private static Optional<Instant> time(@Nullable String header) {
        try {
            return Optional.ofNullable(header)
                    .map(text -> new DateTimeRfc1123(text).getDateTime().toInstant());
        } catch (DateTimeException | IllegalArgumentException _) {
            return Optional.empty();
        }
    }
}
