package dev.moorage.http.jetty;

import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Request;

/**
 * Rejects an invalid {@code Host} (RFC 9112, section 3.2). An empty one is valid: it means that the target has no authority.
 * Jetty's own check is off, since it also rejects an empty {@code Host}, and one with an empty port.
 */
final class HostCheck implements HttpConfiguration.Customizer {
    private static final String OTHER_CHARACTERS = "!$%&()*+-.:;='[]_~";

    @Override
    public Request customize(Request request, HttpFields.Mutable responseHeaders) {
        String host = request.getHeaders().get(HttpHeader.HOST);
        if (host != null && !host.chars().allMatch(HostCheck::isOfHost)) {
            throw new HttpException.RuntimeException(400, "Host is none");
        }
        return request;
    }

    /** Whether a header is an empty {@code Host}, which Jetty's streams reject at every compliance level. */
    static boolean isEmpty(HttpField field) {
        return field.getHeader() == HttpHeader.HOST
                && (field.getValue() == null || field.getValue().isBlank());
    }

    private static boolean isOfHost(int c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || OTHER_CHARACTERS.indexOf(c) >= 0;
    }
}
