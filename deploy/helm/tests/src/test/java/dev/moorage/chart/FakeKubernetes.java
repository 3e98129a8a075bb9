package dev.moorage.chart;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The API server that Helm asks for objects of an earlier release: it has secrets, and nothing else. */
final class FakeKubernetes implements AutoCloseable {

  private static final String SECRETS = "/api/v1/namespaces/images/secrets/";
  private static final String RESOURCES = """
      {"kind": "APIResourceList", "groupVersion": "v1",
       "resources": [{"name": "secrets", "singularName": "", "namespaced": true, "kind": "Secret", "verbs": ["get"]}]}
      """;

  private final Map<String, String> secrets = new ConcurrentHashMap<>();
  private final HttpServer server;

  /** Starts the server, and makes it the one of the variable KUBECONFIG. */
  FakeKubernetes() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
    Files.writeString(Path.of(System.getenv("KUBECONFIG")), """
        apiVersion: v1
        kind: Config
        current-context: fake
        clusters: [{name: fake, cluster: {server: "http://127.0.0.1:%d"}}]
        contexts: [{name: fake, context: {cluster: fake, user: fake}}]
        users: [{name: fake, user: {}}]
        """.formatted(server.getAddress().getPort()));
  }

  void put(String name, String json) {
    secrets.put(name, json);
  }

  void remove(String name) {
    secrets.remove(name);
  }

  private void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    if (path.equals("/api/v1")) {
      answer(exchange, 200, RESOURCES);
    } else if (path.startsWith(SECRETS) && secrets.containsKey(path.substring(SECRETS.length()))) {
      answer(exchange, 200, secrets.get(path.substring(SECRETS.length())));
    } else {
      answer(exchange, 404, "{\"kind\": \"Status\", \"apiVersion\": \"v1\", \"status\": \"Failure\", \"reason\": \"NotFound\", \"code\": 404}");
    }
  }

  private static void answer(HttpExchange exchange, int status, String json) throws IOException {
    byte[] body = json.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, body.length);
    try (var out = exchange.getResponseBody()) {
      out.write(body);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
