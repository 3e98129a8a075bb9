package dev.moorage.storage.tck;

import java.io.IOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/**
 * Makes the calls of a JDBC connection to its database fail as {@link ScriptedFaults} says: before the database has done
 * anything, or after it has done all of it. A call is each {@code execute} of a statement, and each {@code commit}. A
 * {@code rollback} never fails, as its effect is that of a lost connection.
 */
public final class FaultyJdbc {
    private FaultyJdbc() {}

    /** Returns a connection whose calls may fail, with a {@link SQLException} whose cause is the fault. */
    public static Connection connection(Connection connection, ScriptedFaults faults) {
        return proxy(Connection.class, (_, method, arguments) -> {
            if (method.getName().equals("commit")) {
                return call(connection, method, arguments, faults);
            }
            Object result = invoke(connection, method, arguments);
            return result instanceof Statement statement
                    ? statement(method.getReturnType().asSubclass(Statement.class), statement, faults)
                    : result;
        });
    }

    private static <S extends Statement> S statement(Class<S> type, Statement statement, ScriptedFaults faults) {
        return proxy(
                type,
                (_, method, arguments) -> method.getName().startsWith("execute")
                        ? call(statement, method, arguments, faults)
                        : invoke(statement, method, arguments));
    }

    private static @Nullable Object call(
            Object target, Method method, Object @Nullable [] arguments, ScriptedFaults faults) throws Throwable {
        Result result;
        try {
            result = faults.call(() -> Result.of(target, method, arguments));
        } catch (IOException e) {
            throw new SQLException(e);
        }
        if (result.failure() != null) {
            throw result.failure();
        }
        return result.value();
    }

    /** What the database did. */
    private record Result(@Nullable Object value, @Nullable Throwable failure) {
        static Result of(Object target, Method method, Object @Nullable [] arguments) {
            try {
                return new Result(invoke(target, method, arguments), null);
            } catch (Throwable e) {
                return new Result(null, e);
            }
        }
    }

    private static @Nullable Object invoke(Object target, Method method, Object @Nullable [] arguments)
            throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause() == null ? e : e.getCause();
        }
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(FaultyJdbc.class.getClassLoader(), new Class<?>[] {type}, handler));
    }
}
