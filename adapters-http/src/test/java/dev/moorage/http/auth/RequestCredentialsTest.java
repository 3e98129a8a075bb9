package dev.moorage.http.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moorage.application.port.in.access.Credentials;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestCredentialsTest {
    private static Credentials read(String... headers) {
        return RequestCredentials.ofHeaders(Collections.enumeration(List.of(headers)));
    }

    private static String basic(String text) {
        return "Basic " + Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void requestWithoutTheHeaderHasNoCredentials() {
        assertThat(read()).isEqualTo(new Credentials.None());
    }

    @Test
    void emptyUserWithAnEmptyPasswordIsNoCredentials() {
        assertThat(read("Basic Og==")).isEqualTo(new Credentials.None());
    }

    @ParameterizedTest
    @CsvSource({
        "alice:secret, alice, secret",
        "alice:, alice, ''",
        ":secret, '', secret",
        "alice:a:b, alice, a:b",
        "ü:p%w +, ü, p%w +",
    })
    void basicIsSplitAtItsFirstColon(String text, String user, String password) {
        assertThat(read(basic(text))).isEqualTo(new Credentials.Password(user, password));
        assertThat(read(basic(text).replace("Basic ", "bAsIc   "))).isEqualTo(new Credentials.Password(user, password));
    }

    @Test
    void bearerIsAToken() {
        assertThat(read("Bearer a.b.c")).isEqualTo(new Credentials.Token("a.b.c"));
        assertThat(read("bearer  a.b.c ")).isEqualTo(new Credentials.Token("a.b.c"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "Basic",
                "Basic !!!",
                "Basic YWxpY2U=",
                "Bearer",
                "Basic, Bearer x",
                "Negotiate x",
                "Digest x",
                "x",
                "BasicOg==",
                "Basic Og== Og=="
            })
    void headersOfOtherFormsAreUnusableAndNoMissingCredentials(String header) {
        assertThat(read(header)).isEqualTo(new Credentials.Unusable());
    }

    @Test
    void severalHeadersAreUnusableAlsoWhereEachAloneIsNot() {
        assertThat(read(basic("alice:secret"), basic("alice:secret"))).isEqualTo(new Credentials.Unusable());
        assertThat(read("Bearer x", basic("alice:secret"))).isEqualTo(new Credentials.Unusable());
        assertThat(read("Basic Og==", "Basic Og==")).isEqualTo(new Credentials.Unusable());
    }
}
