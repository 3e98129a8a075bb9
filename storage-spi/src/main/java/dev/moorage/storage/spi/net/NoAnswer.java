package dev.moorage.storage.spi.net;

import java.security.cert.CertificateException;
import javax.net.ssl.SSLPeerUnverifiedException;

/** Says in a few words why a store did not answer. Messages of the network's exceptions name hosts, so none is part of it. */
public final class NoAnswer {
    private NoAnswer() {}

    /**
     * Returns the reason: what is wrong with the store's certificate, or the name of the exception that caused the failure.
     *
     * @param caFileKey the configuration key of a file with authorities that are trusted
     */
    public static String reason(Throwable failure, String caFileKey) {
        Throwable root = failure;
        for (Throwable at = failure; at != null; at = at.getCause()) {
            root = at;
            if (root instanceof SSLPeerUnverifiedException || isForAnotherHost(root)) {
                return "its certificate is for another host";
            }
            if (root instanceof CertificateException) {
                return "its certificate is not trusted, see " + caFileKey;
            }
        }
        return root.getClass().getSimpleName();
    }

    private static boolean isForAnotherHost(Throwable cause) {
        String message = String.valueOf(cause.getMessage());
        return cause instanceof CertificateException
                && (message.startsWith("No subject alternative") || message.startsWith("No name matching"));
    }
}
