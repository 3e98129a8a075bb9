package dev.moorage.http;

import dev.moorage.domain.error.ErrorCode;
import dev.moorage.http.exchange.Exchange;
import dev.moorage.http.route.Route;
import java.io.IOException;

/** The methods of each route, as {@code Allow} lists them. Use cases refuse what is switched off themselves. */
final class AllowedMethods {
    private final HttpSettings settings;

    AllowedMethods(HttpSettings settings) {
        this.settings = settings;
    }

    /** Whether the route has the method. If not, the response is sent here: 405, or 204 to OPTIONS. */
    boolean has(Exchange exchange, Route route) throws IOException {
        if (route instanceof Route.None || route.methods().contains(exchange.method())) {
            return true;
        }
        list(exchange, route);
        if (exchange.method().equals("OPTIONS")) {
            exchange.response().setStatus(204);
        } else {
            exchange.error(405, ErrorCode.UNSUPPORTED);
        }
        return false;
    }

    /** Lists the methods of a route that are not switched off. */
    void list(Exchange exchange, Route route) {
        boolean upload = route instanceof Route.Upload || route instanceof Route.LiveUpload;
        exchange.header(
                "Allow",
                String.join(
                        ", ",
                        route.methods().stream()
                                .filter(method -> route instanceof Route.Token || settings.advertises(method, upload))
                                .toList()));
    }
}
