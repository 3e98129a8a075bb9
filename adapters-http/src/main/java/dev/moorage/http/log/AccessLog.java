package dev.moorage.http.log;

/** Takes each request that was served, when its response has been sent. */
@FunctionalInterface
public interface AccessLog {
    /** An access log that is switched off. */
    AccessLog NONE = _ -> {};

    /** Logs a request. The request is not used after the call. */
    void log(ServedRequest request);
}
