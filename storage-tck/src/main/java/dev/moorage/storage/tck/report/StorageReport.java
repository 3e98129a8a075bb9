package dev.moorage.storage.tck.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;
import org.junit.jupiter.api.extension.TestWatcher;
import org.opentest4j.TestAbortedException;

/**
 * Reports to the author of a driver, once for each test class, how every contract ended and what was found out. The report
 * is printed and also written as {@code <class>.md} into the folder that the configuration parameter {@value #FOLDER} names.
 * The default folder is {@value #DEFAULT_FOLDER}. The contracts register this extension, which also provides
 * {@link Findings} to their tests.
 */
public final class StorageReport
        implements BeforeAllCallback, AfterAllCallback, TestExecutionExceptionHandler, TestWatcher, ParameterResolver {
    /**
     * The JUnit configuration parameter that names the folder of the report. When it is empty, the report is neither written
     * nor printed.
     */
    public static final String FOLDER = "moorage.storage-tck.folder";

    private static final String DEFAULT_FOLDER = "target/storage-tck";
    private static final ExtensionContext.Namespace OWN = ExtensionContext.Namespace.create(StorageReport.class);

    @Override
    public void beforeAll(ExtensionContext context) {
        context.getStore(OWN).put(Summary.class, new Summary(context.getRequiredTestClass()));
    }

    private static Summary summary(ExtensionContext context) {
        Summary summary = context.getStore(OWN).get(Summary.class, Summary.class);
        if (summary == null) {
            throw new IllegalStateException("no test class has begun");
        }
        return summary;
    }

    private static void ended(ExtensionContext context, Outcome outcome) {
        summary(context).contracts().ended(context.getRequiredTestMethod().getName(), outcome);
    }

    /** Names the promise of a contract in each failure. Tests of the author have their own failures. */
    @Override
    public void handleTestExecutionException(ExtensionContext context, Throwable failure) throws Throwable {
        if (failure instanceof TestAbortedException
                || !context.getRequiredTestMethod().getDeclaringClass().isInterface()) {
            throw failure;
        }
        throw new BrokenPromise(context.getRequiredTestMethod().getName(), failure);
    }

    @Override
    public void testSuccessful(ExtensionContext context) {
        ended(context, Outcome.PASSED);
    }

    @Override
    public void testFailed(ExtensionContext context, @Nullable Throwable cause) {
        String reason = cause instanceof BrokenPromise broken ? broken.found() : String.valueOf(cause);
        ended(context, new Outcome(Outcome.Kind.FAILED, reason));
    }

    @Override
    public void testAborted(ExtensionContext context, @Nullable Throwable cause) {
        String reason = cause == null ? "" : String.valueOf(cause.getMessage());
        ended(context, new Outcome(Outcome.Kind.NOT_CLAIMED, reason));
    }

    @Override
    public void testDisabled(ExtensionContext context, Optional<String> reason) {
        ended(context, new Outcome(Outcome.Kind.DISABLED, reason.orElse("no reason is given")));
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Findings.class;
    }

    @Override
    public Findings resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return summary(context).findings();
    }

    @Override
    public void afterAll(ExtensionContext context) throws IOException {
        Summary summary = summary(context);
        String folder = context.getConfigurationParameter(FOLDER).orElse(DEFAULT_FOLDER);
        if (folder.isEmpty() || !summary.isWorthTelling()) {
            return;
        }
        String text = summary.markdown();
        System.out.println(text);
        summary.missing().forEach(System.err::println);
        Path directory = Path.of(folder);
        Files.createDirectories(directory);
        Files.writeString(directory.resolve(context.getRequiredTestClass().getName() + ".md"), text);
    }
}
