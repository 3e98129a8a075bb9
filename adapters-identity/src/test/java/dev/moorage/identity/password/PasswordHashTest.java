package dev.moorage.identity.password;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Hashes that crypt(3), OpenSSL, and the reference implementation of Argon2 have made. */
class PasswordHashTest {
    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "Päss:w%rd|$5$saltstring$Ua4/tnnXGR5Ns1JLbFZ9QBvB4llrYr8zcdg.NbwFziA",
                "Päss:w%rd|$6$saltstring$rV47BMicgICEYuIjfiEr.MtmOLoJZernzQZi0m5.VrGeoUBdBs3mPrAt5iQkYMP1h1zux9X18dtdzfUZFc7Me/",
                "Päss:w%rd|$6$rounds=10000$saltstring$3CBz/R6k6SuNGP1wgXAoDabaDsUJ9Hdfg9pVncBN/AhqpFQFcI.lRibYuuXEThpsviPOiQPU4Cmk4O4HCTzEd0",
                "Päss:w%rd|$5$rounds=1000$abc$RplMDYwoKNIru4KrAPFINeaYr/AxZKfkUzzzAjxtYn/",
                "Päss:w%rd|$2b$04$abcdefghijklmnopqrstuurAAjX8gqdkjhJSLdqA6M6NfXc5N6xmW",
                "Päss:w%rd|$argon2id$v=19$m=19456,t=3,p=2$c2FsdHlzYWx0$OwmhnKpGb8Ge5+4Qbug6DyqCe39oMAlYJ4DL5jHnMGM",
                "XbXZ0Yba|$argon2id$v=19$m=32,t=1,p=4$YlgwWlhjYlhYWmI$LhwgJoGzExUcR2Fl8MkPrg",
                "YYYcbY9ZcYaZa9X0ccb0|$argon2id$v=19$m=100,t=2,p=3$WGJhYjA5Y1lYOVpYYlk$ctmMReY3N9pBg81/ftiKrcN3g19tBaPSy6YeXgT0nIM",
                "099Z90b9Y000Z0a9ZY9Zb9ZcZX9ZXaYZYcYbXXX9aXZb9XacXa9X090Y90X0aX0ZY9a0cZ0Z|$argon2id$v=19$m=1024,t=1,p=2$YlljY1hhWFlhWjBiYTkwWlpZYVk$2Peq70cbQASHjGCyF12v8rD2dLCQxx6ZoJ4gNxNe6Nh3FSIuaSaA1yOpNyinZPABjML0hOvQQhFmMLS45b3QNH8",
                "ZXabcaX|$argon2id$v=19$m=4096,t=1,p=4$WTBYY2E5WFlaYmFYWWFZYlhYWVhZMFliWlg$+4WC2bbSW3ihXcXuMcd3LK/ZPG1D6PUBWm+Ig9bCFeY",
                "YXZa9ZYXaXYacY9abYXY900ac90ccc0YZYY9acZZ9c0ZY0XcZ00a0c0Y0aaccXXY|$argon2id$v=19$m=520,t=2,p=1$YmJaYjlZY1gwWjlaOWFaYmJaYlliYTkwWmJjOVk$fWjIaTadXoR4w/WtOBfHbPbrwoRm4P+oNVwdKaBFtEQ",
                "password|$argon2id$v=19$m=256,t=1,p=4$c2FsdHlzYWx0$oOCIl9yiCq1wOSD3RxneZ4fud6TdsiBn",
                "password|$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
            })
    void hashMatchesItsPasswordAndNoOther(String password, String text) throws PasswordHashException {
        PasswordHash hash = PasswordHash.parse(text).orElseThrow();
        byte[] sent = bytes(password);
        assertThat(hash.matches(sent)).isTrue();
        assertThat(sent).as("the password is not wiped").isEqualTo(bytes(password));
        for (String other :
                List.of("", password + "x", password.substring(1), password.toUpperCase(java.util.Locale.ROOT))) {
            assertThat(hash.matches(bytes(other))).as(other).isFalse();
        }
        assertThat(hash.text()).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "$5$saltstring$Ua4/tnnXGR5Ns1JLbFZ9QBvB4llrYr8zcdg.NbwFziA",
                "$6$rounds=10000$saltstring$3CBz/R6k6SuNGP1wgXAoDabaDsUJ9Hdfg9pVncBN/AhqpFQFcI.lRibYuuXEThpsviPOiQPU4Cmk4O4HCTzEd0",
                "$2b$04$abcdefghijklmnopqrstuurAAjX8gqdkjhJSLdqA6M6NfXc5N6xmW",
                "$argon2id$v=19$m=64,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc"
            })
    void decoyCostsTheSameAndMatchesNothing(String text) throws PasswordHashException {
        PasswordHash hash = PasswordHash.parse(text).orElseThrow();
        PasswordHash decoy = hash.decoy(new SecureRandom());
        assertThat(PasswordHash.parse(decoy.text()).map(PasswordHash::cost)).contains(hash.cost());
        assertThat(decoy.text()).hasSameSizeAs(text).isNotEqualTo(text);
        assertThat(decoy.matches(bytes("Päss:w%rd"))).isFalse();
        assertThat(decoy.matches(new byte[0])).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "$2y$31$abcdefghijklmnopqrstuurAAjX8gqdkjhJSLdqA6M6NfXc5N6xmW",
                "$2y$03$abcdefghijklmnopqrstuurAAjX8gqdkjhJSLdqA6M6NfXc5N6xmW",
                "$5$rounds=999999999$abc$RplMDYwoKNIru4KrAPFINeaYr/AxZKfkUzzzAjxtYn/",
                "$5$rounds=10$abc$RplMDYwoKNIru4KrAPFINeaYr/AxZKfkUzzzAjxtYn/",
                "$argon2id$v=19$m=4194304,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
                "$argon2id$v=19$m=64,t=1000,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
                "$argon2id$v=19$m=64,t=1,p=200$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
                "$argon2id$v=19$m=64,t=0,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc"
            })
    void costOutsideOfTheBoundsIsRefusedWithAReason(String text) {
        assertThatThrownBy(() -> PasswordHash.parse(text))
                .isInstanceOf(PasswordHashException.class)
                .hasMessageContaining("is to be");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "password",
                "{SHA}W6ph5Mm5Pz8GgiULbPgzG37mj9g=",
                "$apr1$abc$RplMDYwoKNIru4KrAPFIN.",
                "$1$abc$x",
                "$2y$10$short",
                "$5$abc$short",
                "$6$abc$RplMDYwoKNIru4KrAPFINeaYr/AxZKfkUzzzAjxtYn/",
                "$argon2i$v=19$m=64,t=1,p=1$c29tZXNhbHQ$CTFh",
                "$argon2id$v=16$m=64,t=1,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
                "$y$j9T$abc$def"
            })
    void otherKindsAreNotSupported(String text) throws PasswordHashException {
        assertThat(PasswordHash.parse(text)).isEmpty();
    }

    @Test
    void passwordOfManyBytesIsNotHashedByCrypt() throws PasswordHashException {
        PasswordHash hash = PasswordHash.parse("$5$saltstring$Ua4/tnnXGR5Ns1JLbFZ9QBvB4llrYr8zcdg.NbwFziA")
                .orElseThrow();
        long start = System.nanoTime();
        assertThat(hash.matches(new byte[8_000_000])).isFalse();
        assertThat(System.nanoTime() - start).isLessThan(1_000_000_000L);
    }
}
