package dev.moorage.bootstrap.config;

import dev.moorage.application.service.manifest.ManifestPolicy;
import dev.moorage.http.HttpSettings;
import dev.moorage.http.access.LoginLimits;
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

/** A configuration that the server can start with. */
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
     * @param json whether lines are JSON
     * @param access whether each request has its line
     */
    public record Log(String level, boolean json, boolean access) {
        public Log {
            Objects.requireNonNull(level);
        }
    }

    /**
     * {@code storage}.
     *
     * @param type which driver
     * @param parameters what is for it to understand
     * @param redirects whether clients are sent to the store itself, where it can serve them
     */
    public record Storage(String type, JsonNode parameters, boolean redirects) {
        public Storage {
            Objects.requireNonNull(type);
            Objects.requireNonNull(parameters);
        }

        /** For people: the folder, bucket or container. */
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
     * @param blobDescriptors of how many blobs it is remembered that a repository has them
     * @param manifestBytes how many bytes of manifests are remembered
     * @param life for how long
     */
    public record Cache(int blobDescriptors, int manifestBytes, Duration life) {
        public Cache {
            Objects.requireNonNull(life);
        }
    }

    /**
     * {@code http.manifests}: the memory of manifests that are received, read and sent.
     *
     * @param bytes all of them together
     * @param patience how long a request waits for memory before it is refused
     */
    public record ManifestMemory(long bytes, Duration patience) {
        public ManifestMemory {
            Objects.requireNonNull(patience);
        }
    }

    /** {@code auth}: at most one of them. */
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
     * @param certificate PEM: the server's, and those between it and its authority
     * @param key PEM
     * @param clientCas PEM: who may have signed the certificates of clients; empty for clients without any
     * @param clientCertificates what is asked of a client's certificate
     * @param protocols those that are spoken
     * @param cipherSuites those that are spoken, of every version, by their IANA names; empty for those of the Java runtime
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
     * @param age for how long nobody may have touched an upload that is purged
     * @param interval how long it is from one purge to the next
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
     * @param path {@code http.addr}
     * @param mode {@code http.socketmode}: a client needs the permission to write
     */
    public record Socket(Path path, Set<PosixFilePermission> mode) {
        public Socket {
            Objects.requireNonNull(path);
            mode = Set.copyOf(mode);
        }
    }
}
