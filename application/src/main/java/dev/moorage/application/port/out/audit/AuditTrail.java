package dev.moorage.application.port.out.audit;

/** Takes events of finished requests. */
@FunctionalInterface
public interface AuditTrail {
    /** A trail that keeps nothing. */
    AuditTrail NONE = _ -> {};

    /**
     * Takes one event. The call is made on the thread of the request after its response, so it must not block for long. It throws
     * nothing.
     */
    void record(AuditEvent event);
}
