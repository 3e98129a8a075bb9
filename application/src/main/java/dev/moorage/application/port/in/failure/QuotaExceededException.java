package dev.moorage.application.port.in.failure;

import dev.moorage.domain.error.ErrorCode;
import dev.moorage.domain.error.RegistryError;
import dev.moorage.domain.quota.Excess;
import java.util.Map;

/** Signals that a request does not fit into the quota of its namespace. No caller may exceed it: 403. */
public final class QuotaExceededException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient RegistryError error;

    public QuotaExceededException(Excess excess) {
        this(error(excess));
    }

    private QuotaExceededException(RegistryError error) {
        super(error.message(), null, false, false);
        this.error = error;
    }

    private static RegistryError error(Excess excess) {
        String message = "the quota of " + excess.namespace() + " allows " + excess.limit() + " "
                + excess.resource().word() + ", " + excess.used() + " are used, and the request adds at least "
                + excess.asked();
        return new RegistryError(
                ErrorCode.DENIED,
                message,
                Map.of(
                        "namespace", excess.namespace().value(),
                        "quota", excess.resource().word(),
                        "limit", Long.toString(excess.limit()),
                        "used", Long.toString(excess.used()),
                        "asked", Long.toString(excess.asked())));
    }

    /** The error for the response. */
    public RegistryError error() {
        return error;
    }
}
