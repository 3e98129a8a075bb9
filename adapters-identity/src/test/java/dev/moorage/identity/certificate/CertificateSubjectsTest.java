package dev.moorage.identity.certificate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.unboundid.asn1.ASN1OctetString;
import com.unboundid.asn1.ASN1Sequence;
import com.unboundid.ldap.sdk.DN;
import com.unboundid.util.OID;
import com.unboundid.util.ssl.cert.SignatureAlgorithmIdentifier;
import com.unboundid.util.ssl.cert.X509CertificateExtension;
import dev.moorage.domain.access.Subject;
import dev.moorage.identity.TestKeys;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Which user a certificate names. */
class CertificateSubjectsTest {
    private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant END = Instant.parse("2026-02-01T00:00:00Z");

    private static X509Certificate certificate(String subject, X509CertificateExtension... extensions) throws Exception {
        return (X509Certificate) com.unboundid.util.ssl.cert.X509Certificate.generateSelfSignedCertificate(
                        SignatureAlgorithmIdentifier.SHA_256_WITH_RSA,
                        TestKeys.rsa(),
                        new DN(subject),
                        BEGIN.toEpochMilli(),
                        END.toEpochMilli(),
                        extensions)
                .toCertificate();
    }

    /** RFC 5280, section 4.2.1.6. The tag of a name says of which kind it is. */
    private static X509CertificateExtension names(ASN1OctetString... names) {
        return new X509CertificateExtension(new OID("2.5.29.17"), false, new ASN1Sequence(names).encode());
    }

    private static ASN1OctetString email(String address) {
        return new ASN1OctetString((byte) 0x81, address);
    }

    private static ASN1OctetString dns(String host) {
        return new ASN1OctetString((byte) 0x82, host);
    }

    private static ASN1OctetString uri(String uri) {
        return new ASN1OctetString((byte) 0x86, uri);
    }

    private static Optional<String> user(CertificatePart part, String pattern, Instant now, X509Certificate... chain) {
        Optional<Pattern> compiled = pattern.isEmpty() ? Optional.empty() : Optional.of(Pattern.compile(pattern));
        return new CertificateSubjects(part, compiled, InstantSource.fixed(now))
                .userOf(List.of(chain))
                .map(Subject.User::name);
    }

    @Test
    void eachPartGivesItsName() throws Exception {
        X509Certificate certificate = certificate(
                "CN=Build Machine,O=Acme",
                names(email("ci@acme.example"), dns("CI.Acme.example"), uri("spiffe://acme.example/ns/ci/sa/builder")));
        assertThat(user(CertificatePart.CN, "", BEGIN, certificate)).contains("cert:Build Machine");
        assertThat(user(CertificatePart.EMAIL, "", BEGIN, certificate)).contains("cert:ci@acme.example");
        assertThat(user(CertificatePart.DNS, "", BEGIN, certificate)).contains("cert:ci.acme.example");
        assertThat(user(CertificatePart.URI, "", BEGIN, certificate))
                .contains("cert:spiffe://acme.example/ns/ci/sa/builder");
    }

    @Test
    void aPatternMatchesTheWholeValueAndItsGroupIsTheName() throws Exception {
        X509Certificate certificate = certificate(
                "CN=x",
                names(uri("https://acme.example/"), uri("spiffe://acme.example/ns/ci/sa/builder")));
        assertThat(user(CertificatePart.URI, "spiffe://acme\\.example/ns/ci/sa/(.+)", BEGIN, certificate))
                .contains("cert:builder");
        assertThat(user(CertificatePart.URI, "spiffe://acme\\.example/ns/(ci)", BEGIN, certificate)).isEmpty();
        assertThat(user(CertificatePart.URI, "", BEGIN, certificate)).isEmpty();
    }

    @Test
    void aCertificateThatNamesSeveralUsersOrNoneIsThatOfNoUser() throws Exception {
        X509Certificate two = certificate(
                "CN=alice,OU=x,CN=bob",
                names(email("a@acme.example"), email("b@acme.example")));
        assertThat(user(CertificatePart.CN, "", BEGIN, two)).isEmpty();
        assertThat(user(CertificatePart.EMAIL, "", BEGIN, two)).isEmpty();
        assertThat(user(CertificatePart.EMAIL, "(a)@acme\\.example", BEGIN, two)).contains("cert:a");
        assertThat(user(CertificatePart.URI, "", BEGIN, two)).isEmpty();
        assertThat(user(CertificatePart.CN, "", BEGIN, certificate("O=Acme"))).isEmpty();
        assertThat(user(CertificatePart.CN, "", BEGIN)).isEmpty();
    }

    @Test
    void aNameWithControlCharactersOrWithoutEndIsThatOfNoUser() throws Exception {
        assertThat(user(CertificatePart.CN, "", BEGIN, certificate("CN=alice\\00admin"))).isEmpty();
        assertThat(user(CertificatePart.CN, "", BEGIN, certificate("CN=" + "a".repeat(Subject.MAX_NAME + 1))))
                .isEmpty();
        assertThat(user(CertificatePart.CN, "", BEGIN, certificate("CN=alice\\,CN=bob"))).contains("cert:alice,CN=bob");
    }

    @Test
    void aCertificateOnAnOpenConnectionCountsUntilItsEnd() throws Exception {
        X509Certificate certificate = certificate("CN=alice");
        assertThat(user(CertificatePart.CN, "", END, certificate)).contains("cert:alice");
        assertThat(user(CertificatePart.CN, "", END.plusSeconds(1), certificate)).isEmpty();
        assertThat(user(CertificatePart.CN, "", BEGIN.minusSeconds(1), certificate)).isEmpty();
    }

    @Test
    void theCertificateOfTheAuthorityIsNotTheUsers() throws Exception {
        assertThat(user(CertificatePart.CN, "", BEGIN, certificate("CN=alice"), certificate("CN=authority")))
                .contains("cert:alice");
    }

    @Test
    void aPatternHasOneGroup() {
        for (String pattern : List.of("builder", "(a)(b)")) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new CertificateSubjects(
                            CertificatePart.CN, Optional.of(Pattern.compile(pattern)), InstantSource.system()));
        }
    }
}
