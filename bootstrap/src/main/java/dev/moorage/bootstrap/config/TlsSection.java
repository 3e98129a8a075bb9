package dev.moorage.bootstrap.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** {@code http.tls}. */
final class TlsSection {
    private TlsSection() {}

    /** Empty where the server speaks in the clear: without a certificate, as in Distribution. */
    static Optional<Configuration.Tls> read(Section tls, Problems problems) {
        Optional<String> certificate = tls.text("certificate");
        Optional<String> key = tls.text("key");
        List<Path> clientCas = tls.texts("clientcas").stream().map(Path::of).toList();
        List<String> protocols = protocols(tls, problems);
        List<String> cipherSuites = CipherSuites.read(tls, problems);
        if (certificate.isPresent() != key.isPresent()) {
            problems.error(tls.path(key.isPresent() ? "certificate" : "key"), "is missing");
            return Optional.empty();
        }
        return certificate.map(file ->
                new Configuration.Tls(Path.of(file), Path.of(key.orElseThrow()), clientCas, protocols, cipherSuites));
    }

    private static List<String> protocols(Section tls, Problems problems) {
        String least = tls.text("minimumtls").orElse("tls1.2");
        return switch (least) {
            case "tls1.2" -> List.of("TLSv1.3", "TLSv1.2");
            case "tls1.3" -> List.of("TLSv1.3");
            default -> {
                problems.error(tls.path("minimumtls"), "is neither tls1.2 nor tls1.3; what is older is not spoken");
                yield List.of("TLSv1.3");
            }
        };
    }
}
