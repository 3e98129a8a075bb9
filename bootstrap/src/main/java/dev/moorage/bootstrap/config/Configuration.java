package dev.moorage.bootstrap.config;

import dev.moorage.application.service.manifest.ManifestPolicy;
import dev.moorage.http.HttpSettings;
import dev.moorage.http.auth.LoginLimits;
import dev.moorage.http.jetty.ClientCertificates;
import dev.moorage.http.jetty.ListenSettings;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** A valid configuration of the server. */
public record Configuration(
        Log log,
        Storage storage,
        Cache cache,
        Auth auth,
        LoginLimits logins,
        HttpSettings http,
        ListenSettings listen,
        Optional<ListenSettings> debug,
        Optional<Tls> tls,
        List<byte[]> secrets,
        ManifestPolicy manifests,
        ManifestMemory manifestMemory,
        Purging purging,
        Optional<Socket> socket) {
    public Configuration {
        Objects.requireNonNull(log);
        Objects.requireNonNull(storage);
        Objects.requireNonNull(cache);
        Objects.requireNonNull(auth);
        Objects.requireNonNull(logins);
        Objects.requireNonNull(http);
        Objects.requireNonNull(listen);
        Objects.requireNonNull(debug);
        Objects.requireNonNull(tls);
        secrets = List.copyOf(secrets);
        Objects.requireNonNull(manifests);
        Objects.requireNonNull(manifestMemory);
        Objects.requireNonNull(purging);
        Objects.requireNonNull(socket);
    }

    /**
     * {@code log}.
     *
     * @param level one of error, warn, info, debug
     * @param json whether log lines are JSON
     * @param access whether each request is logged
     */
    public record Log(String level, boolean json, boolean access) {
        public Log {
            Objects.requireNonNull(level);
        }
    }

    /**
     * {@code storage}.
     *
     * @param type the type of the storage driver
     * @param parameters the driver's own configuration
     * @param redirects whether clients are redirected to the store where it can serve them
     */
    public record Storage(String type, JsonNode parameters, boolean redirects) {
        public Storage {
            Objects.requireNonNull(type);
            Objects.requireNonNull(parameters);
        }

        /** Returns the folder, bucket or container, for messages. */
        public String where() {
            for (String key : List.of("rootdirectory", "bucket", "container")) {
                if (parameters.hasNonNull(key)) {
                    return parameters.get(key).asString("");
                }
            }
            return "";
        }
    }

    /**
     * {@code storage.cache}.
     *
     * @param blobDescriptors the maximum number of cached blob descriptors
     * @param manifestBytes the maximum size in bytes of all cached manifests
     * @param life how long an entry is kept
     */
    public record Cache(int blobDescriptors, int manifestBytes, Duration life) {
        public Cache {
            Objects.requireNonNull(life);
        }
    }

    /**
     * {@code http.manifests}: the memory of manifests that are received, read and sent.
     *
     * @param bytes the total for all manifests
     * @param patience how long a request waits for memory before it is refused
     */
    public record ManifestMemory(long bytes, Duration patience) {
        public ManifestMemory {
            Objects.requireNonNull(patience);
        }
    }

    /** {@code auth}: at most one kind of access control. */
    public record Auth(Optional<Htpasswd> htpasswd) {
        public Auth {
            Objects.requireNonNull(htpasswd);
        }
    }

    /** {@code auth.htpasswd}. */
    public record Htpasswd(String realm, Path path) {
        public Htpasswd {
            Objects.requireNonNull(realm);
            Objects.requireNonNull(path);
        }
    }

    /**
     * {@code http.tls}.
     *
     * @param certificate a PEM file with the server's certificate and those between it and its authority
     * @param key a PEM file
     * @param clientCas PEM files with the authorities that sign the certificates of clients, or empty where clients have
     *     none
     * @param clientCertificates what the server requires of a client's certificate
     * @param protocols the protocol versions that the server speaks
     * @param cipherSuites the suites that the server speaks, of every version, by their IANA names, or empty for those of
     *     the Java runtime
     * @param strictSni whether a request for a host that the certificate does not name is refused
     */
    public record Tls(
            Path certificate,
            Path key,
            List<Path> clientCas,
            ClientCertificates clientCertificates,
            List<String> protocols,
            List<String> cipherSuites,
            boolean strictSni) {
        public Tls {
            Objects.requireNonNull(certificate);
            Objects.requireNonNull(key);
            clientCas = List.copyOf(clientCas);
            Objects.requireNonNull(clientCertificates);
            protocols = List.copyOf(protocols);
            cipherSuites = List.copyOf(cipherSuites);
        }
    }

    /**
     * {@code storage.maintenance.uploadpurging}.
     *
     * @param age how long an upload must be unchanged before it is purged
     * @param interval the time from one purge to the next
     */
    public record Purging(boolean enabled, Duration age, Duration interval, boolean dryRun) {
        public Purging {
            Objects.requireNonNull(age);
            Objects.requireNonNull(interval);
        }
    }

    /**
     * {@code http.net: unix}.
     *
     * @param path the path in {@code http.addr}
     * @param mode {@code http.socketmode}. A client needs write permission
     */
    public record Socket(Path path, Set<PosixFilePermission> mode) {
        public Socket {
            Objects.requireNonNull(path);
            mode = Set.copyOf(mode);
        }
    }
}
