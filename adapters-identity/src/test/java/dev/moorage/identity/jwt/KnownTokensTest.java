package dev.moorage.identity.jwt;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class KnownTokensTest {
    private final KnownTokens<String> known = new KnownTokens<>();

    @Test
    void aTokenIsKnownWithItsSignatureAlone() {
        known.add("head.claims.signature", "alice");
        assertThat(known.find("head.claims.signature")).contains("alice");
        for (String other : new String[] {
            "head.claims.signaturf", "head.claims.", "head.claims", "head.claim.signature", "", ".", "x.signature"
        }) {
            assertThat(known.find(other)).as(other).isEmpty();
        }
    }

    @Test
    void tokensTogetherHaveABound() {
        String padding = "x".repeat(16 * 1024);
        for (int i = 0; i < 1000; i++) {
            known.add(i + padding + ".claims.signature", "alice");
        }
        long held = 0;
        for (int i = 0; i < 1000; i++) {
            held += known.find(i + padding + ".claims.signature").isPresent() ? 1 : 0;
        }
        assertThat(held).isBetween(100L, 260L);
    }
}
