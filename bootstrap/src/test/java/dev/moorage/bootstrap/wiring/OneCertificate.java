package dev.moorage.bootstrap.wiring;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;

/** Shows one certificate, whatever authorities the other side names. Java's own key manager shows none but theirs. */
final class OneCertificate extends X509ExtendedKeyManager {
    private static final String ALIAS = "client";

    private final SelfSigned shown;

    OneCertificate(SelfSigned shown) {
        this.shown = shown;
    }

    @Override
    public String chooseEngineClientAlias(String[] keyTypes, Principal[] issuers, SSLEngine engine) {
        return ALIAS;
    }

    @Override
    public String chooseClientAlias(String[] keyTypes, Principal[] issuers, Socket socket) {
        return ALIAS;
    }

    @Override
    public String[] getClientAliases(String keyType, Principal[] issuers) {
        return new String[] {ALIAS};
    }

    @Override
    public X509Certificate[] getCertificateChain(String alias) {
        return new X509Certificate[] {(X509Certificate) shown.parsed()};
    }

    @Override
    public PrivateKey getPrivateKey(String alias) {
        return shown.parsedKey();
    }

    @Override
    public String[] getServerAliases(String keyType, Principal[] issuers) {
        return new String[0];
    }

    @Override
    public String chooseServerAlias(String keyType, Principal[] issuers, Socket socket) {
        return ALIAS;
    }
}
