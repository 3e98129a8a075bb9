package dev.moorage.http.access;

import dev.moorage.domain.name.RepositoryName;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code auth.htpasswd}: whoever has a password may do anything. A password is checked by bcrypt once and remembered, keyed
 * by an HMAC of this process, until the file changes; an unknown user costs as much as a known one.
 *
 * <p>While the file cannot be read nobody is known, whoever was before: somebody may have taken it away, or its permissions,
 * to lock a user out, and that everybody is refused is noticed at once. It counts again as soon as it can be read.
 */
public final class HtpasswdAccess implements AccessControl {
    private static final Logger LOG = LoggerFactory.getLogger(HtpasswdAccess.class);
    private static final Snapshot UNREADABLE = new Snapshot("", new HtpasswdFile(List.of()));
    private static final int MOST_REMEMBERED = 1024;
    private static final int MOST_CHECKED_AT_ONCE = 2;

    private final String challenge;
    private final Source source;
    private final Semaphore checks = new Semaphore(MOST_CHECKED_AT_ONCE);
    private final SecretKeySpec key;
    private final byte[] nobody;
    private final Map<String, Boolean> verified = Collections.synchronizedMap(new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > MOST_REMEMBERED;
        }
    });
    private volatile Snapshot current;

    /** Where the file's lines come from: read again when its stamp has changed. */
    public interface Source {
        /** Something that changes with the file, and is never empty. */
        String stamp() throws IOException;

        List<String> lines() throws IOException;
    }

    private record Snapshot(String stamp, HtpasswdFile file) {}

    /**
     * @param realm what the client is told it needs a password for
     * @throws IOException when the file cannot be read now
     */
    public HtpasswdAccess(String realm, Source source) throws IOException {
        this.challenge = "Basic realm=\"" + realm.replace("\\", "").replace("\"", "") + "\"";
        this.source = source;
        byte[] secret = new byte[32];
        new SecureRandom().nextBytes(secret);
        this.key = new SecretKeySpec(secret, "HmacSHA256");
        this.nobody = HtpasswdFile.hashOfNobody();
        this.current = read(source.stamp());
    }

    @Override
    public AccessDecision decide(Optional<String> authorization, AccessRequest request) {
        return authorization
                .flatMap(HtpasswdAccess::credentials)
                .filter(this::isKnown)
                .<AccessDecision>map(known -> new AccessDecision.Granted(new UserGrant(known.user())))
                .orElseGet(() -> new AccessDecision.Challenge(challenge));
    }

    private record Credentials(String user, String password) {}

    /** RFC 7617. */
    private static Optional<Credentials> credentials(String authorization) {
        if (!authorization.regionMatches(true, 0, "Basic ", 0, 6)) {
            return Optional.empty();
        }
        try {
            byte[] decoded =
                    Base64.getDecoder().decode(authorization.substring(6).strip());
            String text = new String(decoded, StandardCharsets.UTF_8);
            int colon = text.indexOf(':');
            return colon < 1
                    ? Optional.empty()
                    : Optional.of(new Credentials(text.substring(0, colon), text.substring(colon + 1)));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private boolean isKnown(Credentials credentials) {
        Optional<byte[]> hash = file().hash(credentials.user());
        String remembered = mac(credentials, hash.orElse(nobody));
        if (verified.containsKey(remembered)) {
            return true;
        }
        checks.acquireUninterruptibly();
        try {
            byte[] password = credentials.password().getBytes(StandardCharsets.UTF_8);
            boolean right = HtpasswdFile.verify(password, hash.orElse(nobody));
            if (right && hash.isPresent()) {
                verified.put(remembered, true);
            }
            return right && hash.isPresent();
        } finally {
            checks.release();
        }
    }

    private HtpasswdFile file() {
        Snapshot seen = current;
        try {
            if (source.stamp().equals(seen.stamp())) {
                return seen.file();
            }
        } catch (IOException _) {
            // Told where it is read.
        }
        return readAgain().file();
    }

    /** One request reads the file that has changed, and tells about it once. */
    private synchronized Snapshot readAgain() {
        try {
            String stamp = source.stamp();
            if (!stamp.equals(current.stamp())) {
                current = read(stamp);
                LOG.info("The htpasswd file was read again");
            }
        } catch (IOException e) {
            if (!current.equals(UNREADABLE)) {
                LOG.atError().setCause(e).log("The htpasswd file cannot be read: until it can, nobody is let in");
            }
            current = UNREADABLE;
        }
        return current;
    }

    private Snapshot read(String stamp) throws IOException {
        HtpasswdFile file = new HtpasswdFile(source.lines());
        if (!file.ignored().isEmpty()) {
            LOG.atWarn()
                    .addKeyValue("lines", file.ignored())
                    .log("Lines of the htpasswd file are ignored: they are not <user>:<bcrypt hash>");
        }
        return new Snapshot(stamp, file);
    }

    /** Of the hash too, so that a password that was changed is not remembered. */
    private String mac(Credentials credentials, byte[] hash) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            mac.update(credentials.user().getBytes(StandardCharsets.UTF_8));
            mac.update((byte) 0);
            mac.update(hash);
            return Base64.getEncoder()
                    .encodeToString(mac.doFinal(credentials.password().getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java runtime lacks HmacSHA256", e);
        }
    }

    /** A user who has a password may do anything. */
    private record UserGrant(String name) implements Grant {
        @Override
        public Optional<String> user() {
            return Optional.of(name);
        }

        @Override
        public boolean may(Action action, RepositoryName repository) {
            return true;
        }
    }
}
