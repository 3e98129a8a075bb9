package dev.moorage.application.port.in.manifest;

/** A {@link ChangeCondition} does not hold. The reference names what it named before. */
public final class ConditionNotMetException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public ConditionNotMetException() {
        super("the reference does not name what the request's condition asks for", null, false, false);
    }
}
