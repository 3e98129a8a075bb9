package dev.moorage.storage.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.moorage.storage.tck.FaultInjection.Fault;
import dev.moorage.storage.tck.FaultInjection.Moment;
import java.io.IOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FaultyJdbcTest {
    private final ScriptedFaults faults = new ScriptedFaults();
    private final List<String> done = new ArrayList<>();
    private final PreparedStatement insert = proxy(PreparedStatement.class, (_, method, _) -> {
        done.add(method.getName());
        if (method.getName().equals("executeQuery")) {
            throw new SQLException("no such table");
        }
        return method.getReturnType() == int.class ? 1 : null;
    });
    private final Connection connection = FaultyJdbc.connection(
            proxy(Connection.class, (_, method, _) -> {
                done.add(method.getName());
                return method.getName().equals("prepareStatement") ? insert : null;
            }),
            faults);

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }

    @Test
    void withoutAFaultEachCallReachesTheDatabase() throws SQLException {
        assertThat(connection.prepareStatement("INSERT").executeUpdate()).isOne();
        connection.commit();
        assertThat(done).containsExactly("prepareStatement", "executeUpdate", "commit");
    }

    @Test
    void aRefusedCallDoesNotReachTheDatabase() throws SQLException {
        PreparedStatement statement = connection.prepareStatement("INSERT");
        faults.arm(new Fault(1, 1, Moment.REFUSED));
        statement.setInt(1, 1);
        assertThatExceptionOfType(SQLException.class)
                .isThrownBy(statement::executeUpdate)
                .withCauseInstanceOf(IOException.class);
        assertThat(done).containsExactly("prepareStatement", "setInt");
        assertThat(statement.executeUpdate()).isOne();
        assertThat(faults.disarm()).isTrue();
    }

    @Test
    void theAnswerOfACommitIsLostAfterIt() {
        faults.arm(new Fault(1, 1, Moment.ANSWER_LOST));
        assertThatExceptionOfType(SQLException.class).isThrownBy(connection::commit);
        assertThat(done).containsExactly("commit");
    }

    @Test
    void aRollbackDoesNotFailAndAFailureOfTheDatabaseIsItsOwn() throws SQLException {
        faults.arm(new Fault(1, Fault.OUTAGE, Moment.REFUSED));
        connection.rollback();
        faults.disarm();
        PreparedStatement statement = connection.prepareStatement("SELECT");
        assertThatExceptionOfType(SQLException.class)
                .isThrownBy(statement::executeQuery)
                .withMessage("no such table")
                .withNoCause();
    }
}
