package dev.moorage.identity.ldap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LdapServerTest {
    @Test
    void theSchemeChoosesThePortAndTheProtection() {
        assertThat(LdapServer.parse("ldaps://directory.example.org", true))
                .isEqualTo(new LdapServer("directory.example.org", 636, LdapServer.Security.TLS));
        assertThat(LdapServer.parse("LDAP://directory.example.org/", true))
                .isEqualTo(new LdapServer("directory.example.org", 389, LdapServer.Security.STARTTLS));
        assertThat(LdapServer.parse("ldap://127.0.0.1:3890", false))
                .isEqualTo(new LdapServer("127.0.0.1", 3890, LdapServer.Security.NONE));
        assertThat(LdapServer.parse("ldaps://[::1]:1", false)).isEqualTo(new LdapServer("::1", 1, LdapServer.Security.TLS));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", "directory.example.org", "directory.example.org:636", "https://directory.example.org", "ldap://",
                "ldap://host/dc=acme", "ldap://host?x", "ldap://user@host", "ldap://host:0", "ldap://host:65536", "ldap://ho st"
            })
    void anotherUrlIsRefused(String url) {
        assertThatIllegalArgumentException().isThrownBy(() -> LdapServer.parse(url, true));
    }
}
