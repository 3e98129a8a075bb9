package dev.moorage.benchmarks.load.client;

import java.io.IOException;
import java.util.Arrays;

/**
 * A registry client over one connection. It sends the requests of the OCI Distribution Specification in the orders that real
 * clients use. Every answer is checked, and pulled content is compared with what was pushed. For use by one thread.
 */
public final class RegistryClient implements AutoCloseable {
    private final HttpConnection connection;

    private RegistryClient(HttpConnection connection) {
        this.connection = connection;
    }

    /** Opens a client with a connection of its own. */
    public static RegistryClient connect(Endpoint endpoint) throws IOException {
        return new RegistryClient(HttpConnection.open(endpoint));
    }

    /** Opens a client with small buffers, as one of very many. */
    public static RegistryClient connectSmall(Endpoint endpoint) throws IOException {
        return new RegistryClient(HttpConnection.openSmall(endpoint));
    }

    /**
     * Pushes a blob as docker before version 29 does: POST, one PATCH of unannounced length in chunks of {@code frame}
     * bytes, an empty PUT.
     */
    public void pushStream(String repository, Content content, int frame) throws IOException {
        String upload = start(repository);
        Body body = new Body.Chunked(content, frame);
        String last = next(connection.send(new Request("PATCH", upload, Request.OCTET_STREAM, body)));
        complete(new Request("PUT", withDigest(last, content), "", new Body.None()), content);
    }

    /** Pushes a blob as docker from version 29 on, containerd and buildkit do: POST, one PUT with a Content-Length. */
    public void pushWhole(String repository, Content content) throws IOException {
        String upload = start(repository);
        Body body = new Body.Sized(content, 0, content.size());
        complete(new Request("PUT", withDigest(upload, content), Request.OCTET_STREAM, body), content);
    }

    /**
     * Pushes a blob as regclient and the .NET and Rust clients do: POST, a PATCH with Content-Range for each {@code piece}
     * bytes, an empty PUT.
     */
    public void pushPieces(String repository, Content content, int piece) throws IOException {
        String upload = start(repository);
        for (long at = 0; at < content.size(); at += piece) {
            long length = Math.min(piece, content.size() - at);
            String fields = Request.OCTET_STREAM + "Content-Range: " + at + "-" + (at + length - 1) + "\r\n";
            upload = next(connection.send(new Request("PATCH", upload, fields, new Body.Sized(content, at, length))));
        }
        complete(new Request("PUT", withDigest(upload, content), "", new Body.None()), content);
    }

    /** Begins to push a blob, and stops in the middle of the body, after {@code sent} bytes. */
    public void stall(String repository, Content content, int sent) throws IOException {
        Body body = new Body.Sized(content, 0, content.size());
        connection.begin(new Request("PATCH", start(repository), Request.OCTET_STREAM, body), content.slice(0, sent));
    }

    /** Pulls a blob, and compares it: GET. */
    public void pull(String repository, Content content) throws IOException {
        BodySink.Expecting expecting = new BodySink.Expecting(content);
        connection.receive(Request.of("GET", "/v2/" + repository + "/blobs/" + content.digest()), expecting);
        expecting.requireWhole();
    }

    /** Pushes a manifest under a tag: PUT. */
    public void putManifest(String repository, String tag, Manifest manifest) throws IOException {
        Request request = new Request(
                "PUT",
                "/v2/" + repository + "/manifests/" + tag,
                "Content-Type: " + Manifest.MEDIA_TYPE + "\r\n",
                new Body.Bytes(manifest.bytes()));
        requireDigest(connection.send(request).require(201), manifest.digest());
    }

    /** Pulls a manifest by its tag, and compares it: GET. */
    public void getManifest(String repository, String tag, Manifest manifest) throws IOException {
        HttpAnswer answer =
                connection.send(manifestRequest("GET", repository, tag)).require(200);
        requireDigest(answer, manifest.digest());
        if (!Arrays.equals(answer.body(), manifest.bytes())) {
            throw new IOException("the manifest that was pulled differs from the one that was pushed");
        }
    }

    /** Checks a manifest by its tag: HEAD. */
    public void headManifest(String repository, String tag, Manifest manifest) throws IOException {
        HttpAnswer answer =
                connection.send(manifestRequest("HEAD", repository, tag)).require(200);
        requireDigest(answer, manifest.digest());
        if (answer.head().contentLength() != manifest.bytes().length) {
            throw new IOException("HEAD of a manifest says another length than it has");
        }
    }

    /** Checks that the server is a registry: GET of {@code /v2/}. */
    public void ping() throws IOException {
        connection.send(Request.of("GET", "/v2/")).require(200);
    }

    /** Whether the connection is open, and nothing unexpected has arrived over it. */
    public boolean isQuiet() throws IOException {
        return connection.isQuiet();
    }

    private static Request manifestRequest(String method, String repository, String tag) {
        return new Request(
                method,
                "/v2/" + repository + "/manifests/" + tag,
                "Accept: " + Manifest.MEDIA_TYPE + "\r\n",
                new Body.None());
    }

    private String start(String repository) throws IOException {
        return next(connection.send(Request.of("POST", "/v2/" + repository + "/blobs/uploads/")));
    }

    private void complete(Request request, Content content) throws IOException {
        requireDigest(connection.send(request).require(201), content.digest());
    }

    private static void requireDigest(HttpAnswer answer, String digest) throws IOException {
        if (!answer.field("Docker-Content-Digest").equals(digest)) {
            throw new IOException("the server says " + answer.field("Docker-Content-Digest") + " of " + digest);
        }
    }

    /** The path at which the upload continues, also where the server sends an absolute URL. */
    private static String next(HttpAnswer answer) throws IOException {
        String location = answer.require(202).field("Location");
        int authority = location.indexOf("://");
        return authority < 0 ? location : location.substring(location.indexOf('/', authority + 3));
    }

    private static String withDigest(String upload, Content content) {
        return upload + (upload.indexOf('?') < 0 ? "?" : "&") + "digest=" + content.digest();
    }

    @Override
    public void close() throws IOException {
        connection.close();
    }
}
