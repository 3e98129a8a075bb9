package dev.moorage.http.health;

import dev.moorage.application.port.in.health.ReportHealth;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Serves the probes of operators: {@code /readyz}, {@code /livez} and {@code /startupz}, and {@code /debug/health} as
 * Distribution's debug server does. The response is 200 and an empty object, or 503 with the name of each failed check and its
 * reason. The reasons are for operators, so it belongs on an address of its own ({@code http.debug.addr}).
 */
public final class HealthServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final transient ReportHealth health;

    public HealthServlet(ReportHealth health) {
        this.health = health;
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (!request.getMethod().equals("GET") && !request.getMethod().equals("HEAD")) {
            response.setHeader("Allow", "GET, HEAD");
            answer(response, 405, Map.of());
            return;
        }
        Optional<Map<String, String>> problems = problems(request.getRequestURI());
        if (problems.isEmpty()) {
            answer(response, 404, Map.of());
        } else {
            answer(response, problems.get().isEmpty() ? 200 : 503, problems.get());
        }
    }

    /** Returns the problems that a path asks for, or empty for another path. */
    private Optional<Map<String, String>> problems(String path) {
        return switch (path) {
            case "/readyz", "/debug/health" -> Optional.of(health.readiness());
            case "/livez" -> Optional.of(health.liveness());
            // This address listens only once the registry does.
            case "/startupz" -> Optional.of(Map.of());
            default -> Optional.empty();
        };
    }

    private static void answer(HttpServletResponse response, int status, Map<String, String> problems)
            throws IOException {
        ObjectNode content = JSON.createObjectNode();
        problems.forEach(content::put);
        byte[] body = JSON.writeValueAsBytes(content);
        response.setStatus(status);
        response.setHeader("Cache-Control", "no-store");
        response.setContentType("application/json");
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }
}
