package dev.moorage.bootstrap.config;

import java.util.regex.Pattern;

/**
 * Recognises the variables that Kubernetes and Docker links set for a service. For a service named {@code registry} they
 * begin as Moorage's do. For one named {@code registry-http} they look like keys below {@code http}.
 */
final class KubernetesVariables {
    private static final Pattern SERVICE_LINK = Pattern.compile(
            "REGISTRY_(?:[A-Z0-9_]+_)?(?:SERVICE_HOST|SERVICE_PORT(?:_[A-Z0-9_]+)?|PORT|PORT_\\d+_(?:TCP|UDP|SCTP)"
                    + "(?:_(?:PROTO|PORT|ADDR))?)");

    private KubernetesVariables() {}

    static boolean isServiceLink(String name) {
        return SERVICE_LINK.matcher(name).matches();
    }
}
