package dev.moorage.http.metrics;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Objects;

/**
 * Serves metrics at one path, and passes every other request on. There is no access control, as in Distribution, so it belongs on
 * an address of its own ({@code http.debug.addr}).
 */
public final class MetricsServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;

    private final String path;
    private final transient MetricsText text;
    private final transient HttpServlet others;

    /**
     * @param path the path of the metrics
     * @param others serves all other paths
     */
    public MetricsServlet(String path, MetricsText text, HttpServlet others) {
        this.path = path;
        this.text = text;
        this.others = others;
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        if (!request.getRequestURI().equals(path)) {
            others.service(request, response);
            return;
        }
        if (!request.getMethod().equals("GET") && !request.getMethod().equals("HEAD")) {
            response.setHeader("Allow", "GET, HEAD");
            response.setStatus(405);
            return;
        }
        String accept = Objects.requireNonNullElse(request.getHeader("Accept"), "");
        ByteArrayOutputStream page = new ByteArrayOutputStream();
        text.write(accept, page);
        response.setContentType(text.contentType(accept));
        response.setContentLength(page.size());
        response.setHeader("Cache-Control", "no-store");
        page.writeTo(response.getOutputStream());
    }
}
