package com.example.moorage.sqlite;

import dev.moorage.storage.tck.ScriptedFaults;
import java.io.IOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/** A connection whose statements fail as a script says: before SQLite has done anything, or after it has done all of it. */
final class FaultyConnection {
    private FaultyConnection() {}

    static Connection of(Connection connection, ScriptedFaults faults) {
        return proxy(Connection.class, (_, method, arguments) -> {
            Object answer = invoke(connection, method, arguments);
            return answer instanceof PreparedStatement statement ? faulty(statement, faults) : answer;
        });
    }

    private static PreparedStatement faulty(PreparedStatement statement, ScriptedFaults faults) {
        return proxy(
                PreparedStatement.class,
                (_, method, arguments) -> method.getName().startsWith("execute")
                        ? execute(statement, method, arguments, faults)
                        : invoke(statement, method, arguments));
    }

    private static Object execute(PreparedStatement statement, Method method, Object[] arguments, ScriptedFaults faults)
            throws Throwable {
        Throwable[] failure = new Throwable[1];
        Object answer;
        try {
            answer = faults.call(() -> {
                try {
                    return invoke(statement, method, arguments);
                } catch (Throwable e) {
                    failure[0] = e;
                    return 0;
                }
            });
        } catch (IOException e) {
            throw new SQLException(e);
        }
        if (failure[0] != null) {
            throw failure[0];
        }
        return answer;
    }

    private static Object invoke(Object target, Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }
}
