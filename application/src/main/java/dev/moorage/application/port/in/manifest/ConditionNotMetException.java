package dev.moorage.application.port.in.manifest;

/** Signals that a {@link ChangeCondition} does not hold. The reference is unchanged. */
public final class ConditionNotMetException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public ConditionNotMetException() {
        super("the reference does not name what the request's condition asks for", null, false, false);
    }
}
