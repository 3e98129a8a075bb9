package dev.moorage.upstream;

import dev.moorage.application.port.out.upstream.UpstreamAnswer.Kind;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/**
 * Which addresses are dialled that an upstream names, in a redirect or as the realm of its tokens. Those of the upstream itself
 * are, and those that the operator lists. Every other one is public, or in the same network as the upstream, and has TLS if the
 * upstream has it.
 */
final class DialRules {
    private static final int MAX_PORT = 65_535;

    private final URI remote;
    private final Set<String> listed;
    private final boolean onlyListed;
    private final Resolver resolver;

    /** Asks for the addresses of a host. */
    @FunctionalInterface
    interface Resolver {
        InetAddress[] resolve(String host) throws UnknownHostException;
    }

    /**
     * @param listed the hosts that the operator lists, in lower case
     * @param onlyListed whether no other host is dialled
     */
    DialRules(URI remote, Set<String> listed, boolean onlyListed, Resolver resolver) {
        this.remote = remote;
        this.listed = listed;
        this.onlyListed = onlyListed;
        this.resolver = resolver;
    }

    /** Returns whether an address is of the upstream itself: scheme, host and port. */
    boolean isOrigin(URI address) {
        return address.getHost() != null
                && address.getHost().equalsIgnoreCase(remote.getHost())
                && remote.getScheme().equalsIgnoreCase(address.getScheme())
                && port(address) == port(remote);
    }

    private static int port(URI address) {
        return address.getPort() >= 0 ? address.getPort() : "https".equalsIgnoreCase(address.getScheme()) ? 443 : 80;
    }

    /**
     * Checks an address before it is dialled.
     *
     * @throws UpstreamFailure with {@link Kind#WRONG} if it is not dialled
     */
    void require(URI address) throws UpstreamFailure {
        if (isOrigin(address)) {
            return;
        }
        String scheme = address.getScheme() == null ? "" : address.getScheme().toLowerCase(Locale.ROOT);
        boolean isWeb = scheme.equals("https") || scheme.equals("http");
        if (address.getHost() == null || !isWeb || address.getPort() > MAX_PORT) {
            throw new UpstreamFailure(Kind.WRONG, "it names an address that is no URL of a server");
        }
        if (scheme.equals("http") && "https".equalsIgnoreCase(remote.getScheme())) {
            throw new UpstreamFailure(Kind.WRONG, "it leads to " + address.getHost() + " without TLS");
        }
        if (!listed.contains(address.getHost().toLowerCase(Locale.ROOT))) {
            if (onlyListed) {
                throw new UpstreamFailure(Kind.WRONG, "it leads to " + address.getHost() + ", which is not listed");
            }
            requireSameNetwork(address.getHost());
        }
    }

    private void requireSameNetwork(String host) throws UpstreamFailure {
        Set<HostClass> there = classes(host);
        there.remove(HostClass.PUBLIC);
        boolean allowed = there.isEmpty()
                || !there.contains(HostClass.NONE) && classes(remote.getHost()).containsAll(there);
        if (!allowed) {
            throw new UpstreamFailure(Kind.WRONG, "it leads to " + host + ", which is in a network of its own");
        }
    }

    private Set<HostClass> classes(String host) throws UpstreamFailure {
        boolean bracketed = host.startsWith("[") && host.endsWith("]");
        try {
            Set<HostClass> classes = EnumSet.noneOf(HostClass.class);
            Arrays.stream(resolver.resolve(bracketed ? host.substring(1, host.length() - 1) : host))
                    .map(HostClass::of)
                    .forEach(classes::add);
            return classes;
        } catch (UnknownHostException _) {
            throw new UpstreamFailure(Kind.DOWN, "the host " + host + " has no address");
        }
    }
}
