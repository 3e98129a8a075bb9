package dev.moorage.http.auth;

import dev.moorage.application.event.RegistryEvents;
import dev.moorage.application.port.out.event.Endpoint;
import dev.moorage.application.port.out.event.EventKind;
import dev.moorage.application.port.out.event.TrafficEvent;
import dev.moorage.http.route.Route;
import java.util.Optional;

/** Makes the events of traffic: that a request has begun, and that it has ended. */
final class RequestTraffic {
    private final RegistryEvents events;

    private RequestTraffic(RegistryEvents events) {
        this.events = events;
    }

    /** Returns what makes the events, or empty where nothing listens to them. */
    static Optional<RequestTraffic> ifWanted(RegistryEvents events) {
        return events.wants(EventKind.REQUEST_BEGUN) || events.wants(EventKind.REQUEST_SERVED)
                ? Optional.of(new RequestTraffic(events))
                : Optional.empty();
    }

    void begun(Route route) {
        events.report(new TrafficEvent.Begun(endpoint(route)));
    }

    /** Reports the end of a request. One without a route had a path that cannot be read. */
    void served(RequestTrace trace, String method, int status, long received, long sent, long nanos) {
        if (trace.route().isEmpty()) {
            begun(new Route.None());
        }
        Endpoint endpoint = trace.route().map(RequestTraffic::endpoint).orElse(Endpoint.UNKNOWN);
        events.report(new TrafficEvent.Served(endpoint, method, status, received, sent, nanos));
    }

    private static Endpoint endpoint(Route route) {
        return switch (route) {
            case Route.Root _, Route.Livez _, Route.Readyz _ -> Endpoint.ROOT;
            case Route.Base _ -> Endpoint.BASE;
            case Route.Token _ -> Endpoint.TOKEN;
            case Route.Catalog _ -> Endpoint.CATALOG;
            case Route.Tags _ -> Endpoint.TAGS;
            case Route.Referrers _ -> Endpoint.REFERRERS;
            case Route.Manifests _ -> Endpoint.MANIFEST;
            case Route.Blobs _ -> Endpoint.BLOB;
            case Route.Uploads _ -> Endpoint.BLOB_UPLOAD;
            case Route.Upload _ -> Endpoint.BLOB_UPLOAD_CHUNK;
            case Route.Own _,
                    Route.OwnEndpoints _,
                    Route.Extensions _,
                    Route.Page _,
                    Route.LiveUploads _,
                    Route.LiveUpload _ -> Endpoint.PAGE;
            case Route.None _ -> Endpoint.UNKNOWN;
        };
    }
}
