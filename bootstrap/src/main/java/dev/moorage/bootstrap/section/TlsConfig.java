package dev.moorage.bootstrap.section;

import dev.moorage.bootstrap.config.ConfigSection;
import dev.moorage.bootstrap.config.Key;
import dev.moorage.bootstrap.config.Values;
import dev.moorage.http.jetty.ClientCertificates;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * {@code http.tls}.
 *
 * @param tls empty without a certificate: the server then speaks plain HTTP, as Distribution does
 */
public record TlsConfig(Optional<Tls> tls) {
    private static final String STRICTEST = "require-and-verify-client-cert";
    private static final Map<String, ClientCertificates> CLIENT_AUTHS = Map.of(
            "request-client-cert",
            ClientCertificates.REQUESTED,
            "require-any-client-cert",
            ClientCertificates.REQUIRED,
            "verify-client-cert-if-given",
            ClientCertificates.VERIFIED_IF_GIVEN,
            STRICTEST,
            ClientCertificates.REQUIRED_AND_VERIFIED);

    private static final Key<Optional<String>> CERTIFICATE = Key.optional(
            "http.tls.certificate",
            "a PEM file, for TLS with HTTP/1.1 and HTTP/2. A renewed file is read again within ten seconds");
    private static final Key<Optional<String>> KEY =
            Key.optional("http.tls.key", "a PEM file with the key of the first certificate");
    private static final Key<List<String>> CLIENT_CAS =
            Key.texts("http.tls.clientcas", "PEM files with the authorities that sign the certificates of clients");
    private static final Key<Optional<String>> CLIENT_AUTH = Key.optional(
                    "http.tls.clientauth",
                    "with `clientcas`: or `request-client-cert`, `require-any-client-cert`, `verify-client-cert-if-given`")
            .showing("`" + STRICTEST + "`");
    private static final Key<String> MINIMUM = Key.text("http.tls.minimumtls", "tls1.2", "or `tls1.3`");
    private static final Key<List<String>> CIPHER_SUITES = Key.texts(
                    "http.tls.ciphersuites", "IANA names of TLS 1.2 suites. Those of TLS 1.3 are always spoken")
            .showing("those of Java");
    private static final Key<Boolean> STRICT_SNI = Key.flag(
                    "http.tls.strictsni", false, "a request for a host that the certificate does not name gets 400")
            .ours();

    public static final ConfigSection<TlsConfig> SECTION = ConfigSection.of(
            TlsConfig.class,
            TlsConfig::read,
            CERTIFICATE,
            KEY,
            CLIENT_CAS,
            CLIENT_AUTH,
            MINIMUM,
            CIPHER_SUITES,
            STRICT_SNI);

    public TlsConfig {
        Objects.requireNonNull(tls);
    }

    /**
     * TLS with these files.
     *
     * @param certificate a PEM file with the server's certificate and those between it and its authority
     * @param key a PEM file
     * @param clientCas PEM files with the authorities that sign the certificates of clients, or empty where clients have
     *     none
     * @param clientCertificates what the server requires of a client's certificate
     * @param protocols the protocol versions that the server speaks
     * @param cipherSuites the suites that the server speaks, of every version, by their IANA names, or empty for those of
     *     the Java runtime
     * @param strictSni whether a request for a host that the certificate does not name is refused
     */
    public record Tls(
            Path certificate,
            Path key,
            List<Path> clientCas,
            ClientCertificates clientCertificates,
            List<String> protocols,
            List<String> cipherSuites,
            boolean strictSni) {
        public Tls {
            Objects.requireNonNull(certificate);
            Objects.requireNonNull(key);
            clientCas = List.copyOf(clientCas);
            Objects.requireNonNull(clientCertificates);
            protocols = List.copyOf(protocols);
            cipherSuites = List.copyOf(cipherSuites);
        }
    }

    private static TlsConfig read(Values values) {
        Optional<String> certificate = values.get(CERTIFICATE);
        Optional<String> key = values.get(KEY);
        List<Path> clientCas = values.get(CLIENT_CAS).stream().map(Path::of).toList();
        ClientCertificates clientCertificates = clientCertificates(clientCas, values);
        List<String> protocols = protocols(values);
        List<String> cipherSuites = CipherSuites.read(CIPHER_SUITES, values);
        boolean strictSni = values.get(STRICT_SNI);
        if (certificate.isPresent() != key.isPresent()) {
            values.error(key.isPresent() ? CERTIFICATE : KEY, "is missing");
            return new TlsConfig(Optional.empty());
        }
        if (certificate.isEmpty() && !clientCas.isEmpty()) {
            values.error(CLIENT_CAS, "needs http.tls.certificate and http.tls.key: no client is asked without TLS");
        }
        return new TlsConfig(certificate.map(file -> new Tls(
                Path.of(file),
                Path.of(key.orElseThrow()),
                clientCas,
                clientCertificates,
                protocols,
                cipherSuites,
                strictSni)));
    }

    private static ClientCertificates clientCertificates(List<Path> clientCas, Values values) {
        Optional<String> asked = values.get(CLIENT_AUTH);
        if (asked.isPresent() && clientCas.isEmpty()) {
            values.error(CLIENT_AUTH, "needs http.tls.clientcas");
        }
        ClientCertificates known = CLIENT_AUTHS.get(asked.orElse(STRICTEST));
        if (known == null) {
            values.error(
                    CLIENT_AUTH,
                    "is none of "
                            + String.join(
                                    ", ",
                                    CLIENT_AUTHS.keySet().stream().sorted().toList()));
        }
        return clientCas.isEmpty() || known == null ? ClientCertificates.NONE : known;
    }

    private static List<String> protocols(Values values) {
        return switch (values.get(MINIMUM)) {
            case "tls1.2" -> List.of("TLSv1.3", "TLSv1.2");
            case "tls1.3" -> List.of("TLSv1.3");
            case "tls1.0", "tls1.1" -> {
                values.warning(MINIMUM, "is taken for tls1.2; what is older is not spoken");
                yield List.of("TLSv1.3", "TLSv1.2");
            }
            default -> {
                values.error(MINIMUM, "is neither tls1.2 nor tls1.3; what is older is not spoken");
                yield List.of("TLSv1.3");
            }
        };
    }
}
