package dev.moorage.storage.tck.network;

import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.GeneralSecurityException;
import java.util.Optional;

/** A store on the loopback address, with TLS if it has an authority. */
final class SecureStore implements AutoCloseable {
    private final HttpServer server;

    SecureStore(Optional<PrivateAuthority> authority, HttpHandler answers)
            throws IOException, GeneralSecurityException {
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        if (authority.isPresent()) {
            HttpsServer secure = HttpsServer.create(address, 0);
            secure.setHttpsConfigurator(new HttpsConfigurator(authority.get().server()));
            server = secure;
        } else {
            server = HttpServer.create(address, 0);
        }
        server.createContext("/", answers);
        server.start();
    }

    int port() {
        return server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
