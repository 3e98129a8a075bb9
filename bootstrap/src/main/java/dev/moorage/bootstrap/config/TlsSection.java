package dev.moorage.bootstrap.config;

import dev.moorage.http.jetty.ClientCertificates;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads {@code http.tls}. */
final class TlsSection {
    private static final String STRICTEST = "require-and-verify-client-cert";
    private static final Map<String, ClientCertificates> CLIENT_AUTH = Map.of(
            "request-client-cert",
            ClientCertificates.REQUESTED,
            "require-any-client-cert",
            ClientCertificates.REQUIRED,
            "verify-client-cert-if-given",
            ClientCertificates.VERIFIED_IF_GIVEN,
            STRICTEST,
            ClientCertificates.REQUIRED_AND_VERIFIED);

    private TlsSection() {}

    /** Returns the TLS settings. Empty without a certificate: the server then speaks plain HTTP, as Distribution does. */
    static Optional<Configuration.Tls> read(Section tls, Problems problems) {
        Optional<String> certificate = tls.text("certificate");
        Optional<String> key = tls.text("key");
        List<Path> clientCas = tls.texts("clientcas").stream().map(Path::of).toList();
        ClientCertificates clientCertificates = clientCertificates(tls, clientCas, problems);
        List<String> protocols = protocols(tls, problems);
        List<String> cipherSuites = CipherSuites.read(tls, problems);
        boolean strictSni = tls.flag("strictsni", false);
        if (certificate.isPresent() != key.isPresent()) {
            problems.error(tls.path(key.isPresent() ? "certificate" : "key"), "is missing");
            return Optional.empty();
        }
        if (certificate.isEmpty() && !clientCas.isEmpty()) {
            problems.error(
                    tls.path("clientcas"),
                    "needs http.tls.certificate and http.tls.key: no client is asked without TLS");
        }
        return certificate.map(file -> new Configuration.Tls(
                Path.of(file),
                Path.of(key.orElseThrow()),
                clientCas,
                clientCertificates,
                protocols,
                cipherSuites,
                strictSni));
    }

    private static ClientCertificates clientCertificates(Section tls, List<Path> clientCas, Problems problems) {
        Optional<String> asked = tls.text("clientauth");
        if (asked.isPresent() && clientCas.isEmpty()) {
            problems.error(tls.path("clientauth"), "needs http.tls.clientcas");
        }
        ClientCertificates known = CLIENT_AUTH.get(asked.orElse(STRICTEST));
        if (known == null) {
            problems.error(
                    tls.path("clientauth"),
                    "is none of "
                            + String.join(
                                    ", ", CLIENT_AUTH.keySet().stream().sorted().toList()));
        }
        return clientCas.isEmpty() || known == null ? ClientCertificates.NONE : known;
    }

    private static List<String> protocols(Section tls, Problems problems) {
        String least = tls.text("minimumtls").orElse("tls1.2");
        return switch (least) {
            case "tls1.2" -> List.of("TLSv1.3", "TLSv1.2");
            case "tls1.3" -> List.of("TLSv1.3");
            case "tls1.0", "tls1.1" -> {
                problems.warning(tls.path("minimumtls"), "is taken for tls1.2; what is older is not spoken");
                yield List.of("TLSv1.3", "TLSv1.2");
            }
            default -> {
                problems.error(tls.path("minimumtls"), "is neither tls1.2 nor tls1.3; what is older is not spoken");
                yield List.of("TLSv1.3");
            }
        };
    }
}
