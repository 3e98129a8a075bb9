package dev.moorage.bootstrap.section;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moorage.bootstrap.config.ConfigurationReading;
import dev.moorage.bootstrap.config.InvalidConfigurationException;
import dev.moorage.identity.certificate.CertificatePart;
import dev.moorage.identity.ldap.LdapServer;
import dev.moorage.identity.ldap.ServiceAccount;
import dev.moorage.identity.ldap.UserLookup;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The sections {@code auth.ldap} and {@code auth.certificate}. */
class LdapConfigTest extends ConfigurationReading {
    private static final String RULES = "access: {rules: [{who: users, may: pull}]}\n";
    private static final String ALL = """
            version: 0.1
            auth:
              htpasswd: {path: /users}
              ldap:
                url: [ldaps://one.example.org, 'ldap://two.example.org:3890']
                cafile: /ca.pem
                binddn: cn=registry,dc=acme
                bindpassword: secret
                base: ou=people,dc=acme
                filter: (&(objectClass=person)(uid={user}))
                groups: {memberof: memberOf, filter: '(member={dn})', base: 'ou=groups,dc=acme', name: cn}
                timeout: 1s
                ttl: 5m
            """ + RULES;

    private LdapConfig ldap(String yaml) throws IOException, InvalidConfigurationException {
        return read(yaml, Map.of())
                .configuration()
                .get(AuthConfig.class)
                .ldap()
                .orElseThrow();
    }

    private static String with(String ldap) {
        return "version: 0.1\nauth: {ldap: {" + ldap + "}}\n" + RULES;
    }

    @Test
    void aDirectoryCanStandNextToAPasswordFile() throws IOException, InvalidConfigurationException {
        LdapConfig ldap = ldap(ALL);
        assertThat(ldap.servers())
                .containsExactly(
                        new LdapServer("one.example.org", 636, LdapServer.Security.TLS),
                        new LdapServer("two.example.org", 3890, LdapServer.Security.STARTTLS));
        assertThat(ldap.caFile()).contains(Path.of("/ca.pem"));
        assertThat(ldap.account()).contains(new ServiceAccount("cn=registry,dc=acme", "secret"));
        assertThat(((UserLookup.Search) ldap.users()).filter()).hasToString("(&(objectClass=person)(uid={user}))");
        assertThat(ldap.groups().name()).contains("cn");
        assertThat(ldap.timeout()).isEqualTo(Duration.ofSeconds(1));
        assertThat(ldap.ttl()).isEqualTo(Duration.ofMinutes(5));
    }

    @Test
    void withoutMoreThanAServerAndABaseTheNameAttributeFindsUsers() throws IOException, InvalidConfigurationException {
        LdapConfig ldap = ldap(with("url: ldaps://d, base: 'dc=acme', nameattribute: sAMAccountName"));
        assertThat(((UserLookup.Search) ldap.users()).filter()).hasToString("(sAMAccountName={user})");
        assertThat(ldap.timeout()).isEqualTo(Duration.ofSeconds(3));
        assertThat(ldap.ttl()).isEqualTo(Duration.ofSeconds(60));
        assertThat(ldap.account()).isEmpty();
    }

    @Test
    void eachKeyThatIsWrongIsNamed() {
        assertThat(errors(with("base: 'dc=acme'")))
                .containsExactly("auth.ldap.url: is missing: a server such as ldaps://directory.example.org");
        assertThat(errors(with("url: 'https://d', base: 'dc=acme'")))
                .containsExactly("auth.ldap.url: \"https://d\" is not a URL such as ldaps://directory.example.org");
        assertThat(errors(with("url: ldaps://d")))
                .containsExactly("auth.ldap.base: is missing: the distinguished name below which users are");
        assertThat(errors(with("url: ldaps://d, base: people")))
                .containsExactly("auth.ldap.base: is not a distinguished name");
        assertThat(errors(with("url: ldaps://d, base: 'dc=acme', filter: '(uid=alice)'")))
                .containsExactly("auth.ldap.filter: does not have {user}");
        assertThat(errors(with("url: ldaps://d, userdn: 'uid=alice,dc=acme'")))
                .containsExactly("auth.ldap.userdn: does not have one {user} in the value of its first component");
        assertThat(errors(with("url: ldaps://d, userdn: 'uid={user},dc=acme', base: 'dc=acme'")))
                .containsExactly("auth.ldap.userdn: stands in place of base and filter: remove one of them");
        assertThat(errors(with("url: ldaps://d, base: 'dc=acme', binddn: 'cn=x'")))
                .containsExactly("auth.ldap.bindpassword: is missing");
        assertThat(errors(with("url: ldaps://d, base: 'dc=acme', groups: {name: cn, memberof: memberOf}")))
                .containsExactly("auth.ldap.groups.base: is missing: without it, a group of the same name anywhere in the"
                        + " directory would count");
        assertThat(errors(with("url: ldaps://d, base: 'dc=acme', timeout: 0s, ttl: 2h")))
                .containsExactly("auth.ldap.timeout: is not from 1ms to 1m", "auth.ldap.ttl: is not from 0ms to 60m");
        assertThat(errors("version: 0.1\nauth: {none: {}, ldap: {url: ldaps://d, base: 'dc=acme'}}\n" + RULES))
                .containsExactly("auth.none: contradicts auth.ldap: remove one of them");
    }

    @Test
    void aPasswordInTheClearAndADirectoryWithoutRulesAreWarnings() throws IOException, InvalidConfigurationException {
        assertThat(read("version: 0.1\nauth: {ldap: {url: 'ldap://d', starttls: false, base: 'dc=acme'}}\n", Map.of())
                        .warnings())
                .containsExactlyInAnyOrder(
                        "auth.ldap.starttls: is false: the passwords of users can be read on the network",
                        "auth.ldap: there are no rules in access: each user that the directory has may push and delete"
                                + " everything");
        assertThat(read(with("url: 'ldap://127.0.0.1', starttls: false, base: 'dc=acme'"), Map.of())
                        .warnings())
                .isEmpty();
    }

    @Test
    void aCertificateNeedsAnAuthorityAndAPart() throws IOException, InvalidConfigurationException {
        String tls = "http: {tls: {certificate: c, key: k, clientcas: [ca]}}\n";
        assertThat(read("version: 0.1\nauth: {certificate: {user: dns}}\n" + tls + RULES, Map.of())
                        .configuration()
                        .get(AuthConfig.class)
                        .certificate()
                        .orElseThrow()
                        .user())
                .isEqualTo(CertificatePart.DNS);
        assertThat(errors("version: 0.1\nauth: {certificate: {user: cn}}\n" + RULES))
                .containsExactly("auth.certificate.user: needs http.tls.clientcas: no certificate of a client is verified"
                        + " without");
        assertThat(errors("version: 0.1\nauth: {certificate: {user: ou}}\n" + tls + RULES))
                .containsExactly("auth.certificate.user: is none of cn, email, dns, uri");
        assertThat(errors("version: 0.1\nauth: {certificate: {user: cn, pattern: 'a('}}\n" + tls + RULES))
                .singleElement()
                .asString()
                .startsWith("auth.certificate.pattern: is not a regular expression");
        assertThat(errors("version: 0.1\nauth: {certificate: {user: cn, pattern: 'a'}}\n" + tls + RULES))
                .containsExactly(
                        "auth.certificate.pattern: has not exactly one group (…), which is the name of the user");
    }
}
