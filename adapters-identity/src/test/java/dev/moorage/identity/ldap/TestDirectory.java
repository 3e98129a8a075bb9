package dev.moorage.identity.ldap;

import com.unboundid.ldap.listener.InMemoryDirectoryServer;
import com.unboundid.ldap.listener.InMemoryDirectoryServerConfig;
import com.unboundid.ldap.listener.InMemoryListenerConfig;
import com.unboundid.ldap.listener.interceptor.InMemoryInterceptedSearchRequest;
import com.unboundid.ldap.listener.interceptor.InMemoryInterceptedSimpleBindRequest;
import com.unboundid.ldap.listener.interceptor.InMemoryOperationInterceptor;
import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.SimpleBindRequest;
import com.unboundid.ldif.LDIFException;
import dev.moorage.application.port.out.identity.Authentication;
import dev.moorage.application.port.out.identity.LoginAttempt;
import dev.moorage.identity.issuer.IssuerKeys;
import dev.moorage.identity.issuer.PasswordFingerprints;
import dev.moorage.identity.login.LoginLimits;
import dev.moorage.identity.login.LoginThrottle;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLContext;

/** A directory in memory, with the users alice and bob, and what a test makes of its answers. */
final class TestDirectory extends InMemoryOperationInterceptor implements AutoCloseable {
    static final String BASE = "dc=acme,dc=example";
    static final String PEOPLE = "ou=people," + BASE;
    static final String GROUPS = "ou=groups," + BASE;
    static final String ALICE = "uid=alice," + PEOPLE;
    static final ServiceAccount ACCOUNT = new ServiceAccount("cn=registry," + BASE, "of the registry");
    static final Duration TTL = Duration.ofSeconds(60);
    static final SearchFilter BY_UID =
            SearchFilter.parse("(&(objectClass=person)(uid={user}))", List.of(SearchFilter.USER));
    static final UserLookup SEARCH = new UserLookup.Search(PEOPLE, BY_UID);
    static final UserLookup TEMPLATE = new UserLookup.Template("uid={user}," + PEOPLE);

    private final int port;
    private final InMemoryDirectoryServer server;
    private final Queue<String> binds = new ConcurrentLinkedQueue<>();
    private final AtomicInteger searches = new AtomicInteger();
    private volatile Answer onUserBind = _ -> {};
    private volatile Answer onSearch = _ -> {};

    /** What a server does before it answers. */
    @FunctionalInterface
    interface Answer {
        void before(String dn) throws LDAPException;
    }

    /** A directory in the clear. */
    TestDirectory() throws LDAPException, IOException {
        this(Optional.empty());
    }

    /** @param tls the certificate that is shown after StartTLS */
    TestDirectory(Optional<SSLContext> tls) throws LDAPException, IOException {
        this.port = freePort();
        this.server = server(InMemoryListenerConfig.createLDAPConfig(
                "ldap",
                InetAddress.getLoopbackAddress(),
                port,
                tls.map(SSLContext::getSocketFactory).orElse(null)));
    }

    private TestDirectory(int port, SSLContext tls) throws LDAPException {
        this.port = port;
        this.server = server(InMemoryListenerConfig.createLDAPSConfig(
                "ldaps", InetAddress.getLoopbackAddress(), port, tls.getServerSocketFactory(), tls.getSocketFactory()));
    }

    /** A directory that speaks TLS from the first byte. */
    static TestDirectory overTls(SSLContext tls) throws LDAPException, IOException {
        return new TestDirectory(freePort(), tls);
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private InMemoryDirectoryServer server(InMemoryListenerConfig listener) throws LDAPException {
        InMemoryDirectoryServerConfig config = new InMemoryDirectoryServerConfig(BASE);
        config.setSchema(null);
        config.setListenerConfigs(listener);
        config.addAdditionalBindCredentials(ACCOUNT.dn(), ACCOUNT.password());
        config.addInMemoryOperationInterceptor(this);
        InMemoryDirectoryServer made = new InMemoryDirectoryServer(config);
        made.add(entry("dn: " + BASE, "objectClass: domain", "dc: acme"));
        made.add(entry("dn: " + PEOPLE, "objectClass: organizationalUnit", "ou: people"));
        made.add(entry("dn: " + GROUPS, "objectClass: organizationalUnit", "ou: groups"));
        made.startListening();
        return made;
    }

    /** Adds the users alice and bob. */
    TestDirectory withUsers() throws LDAPException {
        add("alice", "wonderland");
        add("bob", "the builder");
        return this;
    }

    /** Adds a user, with more lines of LDIF. */
    void add(String uid, String password, String... more) throws LDAPException {
        List<String> lines = new ArrayList<>(List.of(
                "dn: uid=" + uid + "," + PEOPLE, "objectClass: person", "uid: " + uid, "userPassword: " + password));
        lines.addAll(List.of(more));
        addEntry(lines.toArray(String[]::new));
    }

    /** Adds an entry of LDIF (RFC 2849). */
    void addEntry(String... ldif) throws LDAPException {
        server.add(entry(ldif));
    }

    private static Entry entry(String... ldif) {
        try {
            return new Entry(ldif);
        } catch (LDIFException e) {
            throw new IllegalArgumentException(e);
        }
    }

    InMemoryDirectoryServer server() {
        return server;
    }

    /** What happens before a bind of a user is answered. Those of the registry's own account are answered as ever. */
    void onUserBind(Answer answer) {
        onUserBind = answer;
    }

    void onSearch(Answer answer) {
        onSearch = answer;
    }

    /** The passwords that were sent for users, in their order. */
    List<String> passwords() {
        return List.copyOf(binds);
    }

    int searches() {
        return searches.get();
    }

    void stop() {
        server.shutDown(true);
    }

    void startAgain() throws LDAPException {
        server.startListening();
    }

    @Override
    public void processSimpleBindRequest(InMemoryInterceptedSimpleBindRequest request) throws LDAPException {
        SimpleBindRequest bind = request.getRequest();
        if (!bind.getBindDN().equals(ACCOUNT.dn())) {
            binds.add(new String(bind.getPassword().getValue(), StandardCharsets.UTF_8));
            onUserBind.before(bind.getBindDN());
        }
    }

    @Override
    public void processSearchRequest(InMemoryInterceptedSearchRequest request) throws LDAPException {
        searches.incrementAndGet();
        onSearch.before(request.getRequest().getBaseDN());
    }

    LdapServer address(LdapServer.Security security) {
        return new LdapServer("127.0.0.1", port, security);
    }

    LdapSettings settings() {
        return settings(SEARCH, GroupLookup.NONE);
    }

    LdapSettings settings(UserLookup users, GroupLookup groups) {
        return settings(
                List.of(address(LdapServer.Security.NONE)),
                defaultTls(),
                Optional.of(ACCOUNT),
                users,
                groups,
                Duration.ofSeconds(20));
    }

    static LdapSettings settings(
            List<LdapServer> servers,
            SSLContext tls,
            Optional<ServiceAccount> account,
            UserLookup users,
            GroupLookup groups,
            Duration timeout) {
        return new LdapSettings(servers, tls, account, users, "uid", groups, timeout, TTL);
    }

    /** As {@link #settings()}, with another time after which a server counts as one that does not answer. */
    LdapSettings impatient(Duration timeout) {
        return settings(
                List.of(address(LdapServer.Security.NONE)),
                defaultTls(),
                Optional.of(ACCOUNT),
                SEARCH,
                GroupLookup.NONE,
                timeout);
    }

    static SSLContext defaultTls() {
        try {
            return SSLContext.getDefault();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    static PasswordFingerprints fingerprints() {
        return new PasswordFingerprints(new IssuerKeys(List.of("a secret of the test".getBytes(StandardCharsets.UTF_8))));
    }

    static LdapAuthenticator authenticator(LdapSettings settings, AtomicLong nanos) {
        return new LdapAuthenticator(
                settings, fingerprints(), new LoginThrottle(LoginLimits.defaults(), nanos::get), nanos::get);
    }

    static LoginAttempt login(String user, String password) {
        return new LoginAttempt(user, password, "192.0.2.1", () -> true);
    }

    /** The name of the user that a login gives, or the kind of the result that is none. */
    static String outcome(Authentication result) {
        return result instanceof Authentication.Accepted accepted
                ? accepted.user().name()
                : result.getClass().getSimpleName();
    }

    @Override
    public void close() {
        server.shutDown(true);
    }
}
