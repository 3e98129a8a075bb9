package dev.moorage.http.health;

import dev.moorage.application.port.in.health.CheckHealth;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Serves {@code /debug/health} as Distribution's debug server does: 200 and an empty object while the registry can serve, or
 * 503 with the name of each failed check and its reason. It is meant for readiness probes. The reasons are for operators, so
 * it belongs on an address of its own ({@code http.debug.addr}).
 */
public final class HealthServlet extends HttpServlet {
    /** The only path that is served. */
    public static final String PATH = "/debug/health";

    private static final long serialVersionUID = 1L;
    private static final Logger LOG = LoggerFactory.getLogger(HealthServlet.class);
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final transient Map<String, CheckHealth> checks;

    /** @param checks the checks by the name that the response uses, for example {@code storagedriver_filesystem} */
    public HealthServlet(Map<String, CheckHealth> checks) {
        this.checks = Map.copyOf(checks);
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        boolean asked = request.getMethod().equals("GET") || request.getMethod().equals("HEAD");
        if (!asked || !request.getRequestURI().equals(PATH)) {
            answer(response, asked ? 404 : 405, JSON.createObjectNode());
            return;
        }
        ObjectNode lacking = JSON.createObjectNode();
        checks.forEach((name, check) -> problem(name, check).ifPresent(reason -> lacking.put(name, reason)));
        response.setHeader("Cache-Control", "no-store");
        answer(response, lacking.isEmpty() ? 200 : 503, lacking);
    }

    private static void answer(HttpServletResponse response, int status, ObjectNode content) throws IOException {
        byte[] body = JSON.writeValueAsBytes(content);
        response.setStatus(status);
        response.setContentType("application/json");
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }

    private static Optional<String> problem(String name, CheckHealth check) {
        try {
            return check.problem();
        } catch (RuntimeException e) {
            LOG.warn("The check of {} failed", name, e);
            return Optional.of("the check failed");
        }
    }
}
