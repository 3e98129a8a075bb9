package dev.moorage.bootstrap.wiring;

import dev.moorage.application.service.notification.endpoint.EndpointCounters;
import dev.moorage.metrics.RegistryMetrics;
import dev.moorage.metrics.RegistryMetrics.Labelled;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** The metrics of notifications, with the names of Distribution and of GitLab. */
final class NotificationMetrics {
    private NotificationMetrics() {}

    static void add(RegistryMetrics metrics, List<EndpointCounters> endpoints) {
        metrics.counters(
                "registry_notifications_events_total",
                "Events that an endpoint wants, and attempts to deliver them by what came of them",
                List.of("type", "endpoint"),
                () -> labelled(endpoints, EndpointCounters::eventsByType));
        metrics.counters(
                "registry_notifications_status_total",
                "Responses of endpoints by their status",
                List.of("code", "endpoint"),
                () -> labelled(endpoints, EndpointCounters::statusesByCode));
        metrics.counters(
                "registry_notifications_delivery_total",
                "Events that were delivered, and events that were given up",
                List.of("delivery_type", "endpoint"),
                () -> labelled(endpoints, EndpointCounters::deliveriesByType));
        for (String name : List.of("registry_notifications_pending", "registry_notifications_pending_total")) {
            metrics.gauges(
                    name,
                    "Events that wait for an endpoint, as far as this server has seen",
                    List.of("endpoint"),
                    () -> endpoints.stream()
                            .map(each -> new Labelled(List.of(each.endpoint()), each.pending()))
                            .toList());
        }
    }

    private static List<Labelled> labelled(
            List<EndpointCounters> endpoints, Function<EndpointCounters, Map<String, Long>> numbers) {
        return endpoints.stream()
                .flatMap(each -> numbers.apply(each).entrySet().stream()
                        .map(entry -> new Labelled(List.of(entry.getKey(), each.endpoint()), entry.getValue())))
                .toList();
    }
}
