package dev.moorage.http.jetty.limit;

import java.nio.ByteBuffer;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/** A response whose bytes count for the pace of its request. The server waits for the client while a write is in progress. */
final class CountedResponse extends Response.Wrapper {
    private final Pace pace;

    CountedResponse(Request request, Response response, Pace pace) {
        super(request, response);
        this.pace = pace;
    }

    @Override
    public void write(boolean last, @Nullable ByteBuffer content, Callback callback) {
        long length = content == null ? 0 : content.remaining();
        pace.waits(System.nanoTime());
        super.write(last, content, new Callback.Nested(callback) {
            @Override
            public void succeeded() {
                pace.moved(length, System.nanoTime());
                super.succeeded();
            }

            @Override
            public void failed(Throwable failure) {
                pace.moved(0, System.nanoTime());
                super.failed(failure);
            }
        });
    }
}
