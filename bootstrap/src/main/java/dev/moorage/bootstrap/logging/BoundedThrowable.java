package dev.moorage.bootstrap.logging;

import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.StackTraceElementProxy;
import java.util.Arrays;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * An exception for the log. Its messages are escaped and cut as other fields are, and the numbers of frames and causes are
 * limited.
 */
final class BoundedThrowable implements IThrowableProxy {
    private static final int MAX_FRAMES = 64;
    private static final int MAX_DEPTH = 8;
    private static final int MAX_SUPPRESSED = 4;

    private final IThrowableProxy throwable;
    private final UnaryOperator<String> field;
    private final int depth;

    BoundedThrowable(IThrowableProxy throwable, UnaryOperator<String> field) {
        this(throwable, field, 1);
    }

    private BoundedThrowable(IThrowableProxy throwable, UnaryOperator<String> field, int depth) {
        this.throwable = throwable;
        this.field = field;
        this.depth = depth;
    }

    @Override
    public @Nullable String getMessage() {
        return nullable(throwable.getMessage());
    }

    @Override
    public @Nullable String getOverridingMessage() {
        return nullable(throwable.getOverridingMessage());
    }

    private @Nullable String nullable(@Nullable String text) {
        return text == null ? null : field.apply(text);
    }

    @Override
    public String getClassName() {
        return throwable.getClassName();
    }

    @Override
    public StackTraceElementProxy[] getStackTraceElementProxyArray() {
        StackTraceElementProxy[] frames = throwable.getStackTraceElementProxyArray();
        return frames.length > MAX_FRAMES ? Arrays.copyOf(frames, MAX_FRAMES) : frames;
    }

    /** Returns how many frames are omitted because the cause has them too, and zero when frames are cut anyway. */
    @Override
    public int getCommonFrames() {
        return throwable.getStackTraceElementProxyArray().length > MAX_FRAMES ? 0 : throwable.getCommonFrames();
    }

    @Override
    public @Nullable IThrowableProxy getCause() {
        IThrowableProxy cause = throwable.getCause();
        return cause == null || depth == MAX_DEPTH ? null : new BoundedThrowable(cause, field, depth + 1);
    }

    @Override
    public IThrowableProxy[] getSuppressed() {
        return depth > 1
                ? new IThrowableProxy[0]
                : Arrays.stream(throwable.getSuppressed())
                        .limit(MAX_SUPPRESSED)
                        .map(suppressed -> new BoundedThrowable(suppressed, field, depth + 1))
                        .toArray(IThrowableProxy[]::new);
    }

    @Override
    public boolean isCyclic() {
        return throwable.isCyclic();
    }
}
