package dev.moorage.storage.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.moorage.storage.spi.object.ByteRange;
import dev.moorage.storage.spi.object.DeleteFence;
import dev.moorage.storage.spi.object.DeleteGuard;
import dev.moorage.storage.spi.object.DeleteOutcome;
import dev.moorage.storage.spi.object.Durability;
import dev.moorage.storage.spi.object.ListOptions;
import dev.moorage.storage.spi.object.ObjectInfo;
import dev.moorage.storage.spi.object.ObjectKey;
import dev.moorage.storage.spi.object.ObjectPage;
import dev.moorage.storage.spi.object.ObjectVersion;
import dev.moorage.storage.spi.object.PresignRequest;
import dev.moorage.storage.spi.object.WriteCondition;
import dev.moorage.storage.spi.staging.Appended;
import dev.moorage.storage.spi.staging.BodySource;
import dev.moorage.storage.spi.staging.ForwardingStagedObject;
import dev.moorage.storage.spi.staging.Published;
import dev.moorage.storage.spi.staging.Sealed;
import dev.moorage.storage.spi.staging.StagedObject;
import dev.moorage.storage.spi.staging.StagedState;
import dev.moorage.storage.spi.staging.StagingRequest;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Decorators forward every method of the port, including methods that are added to it later. */
class ForwardingTest {
    private static final ObjectKey KEY = new ObjectKey("a/b");
    private static final Set<String> WITHOUT_IO =
            Set.of("check", "limits", "deleteFence", "isRemote", "close", "size", "state", "accepts");

    /** The calls that arrived at the delegate, each with its method and arguments. */
    private final List<List<Object>> calls = new ArrayList<>();

    static Stream<Method> driverMethods() {
        return Stream.of(StorageDriver.class.getMethods()).filter(method -> !Modifier.isStatic(method.getModifiers()));
    }

    static Stream<Method> stagedMethods() {
        return Stream.of(StagedObject.class.getMethods()).filter(method -> !Modifier.isStatic(method.getModifiers()));
    }

    @ParameterizedTest
    @MethodSource("driverMethods")
    void eachCallOfADriverReachesTheDelegateOnceWithItsArguments(Method method) throws ReflectiveOperationException {
        StorageDriver forwarding = new ForwardingStorageDriver() {
            @Override
            protected StorageDriver delegate() {
                return recording(StorageDriver.class);
            }
        };
        assertThatItIsForwarded(method, forwarding, ForwardingStorageDriver.class);
    }

    @ParameterizedTest
    @MethodSource("stagedMethods")
    void eachCallOfAStagedObjectReachesTheDelegateOnceWithItsArguments(Method method)
            throws ReflectiveOperationException {
        StagedObject forwarding = new ForwardingStagedObject() {
            @Override
            protected StagedObject delegate() {
                return recording(StagedObject.class);
            }
        };
        assertThatItIsForwarded(method, forwarding, ForwardingStagedObject.class);
    }

    @Test
    void theInterceptorSeesEachCallWithIoOnce() throws Exception {
        List<String> seen = new ArrayList<>();
        StorageDriver driver =
                new InterceptedStorageDriver(recording(StorageDriver.class), StorageInterceptor.before((call, key) -> {
                    assertThat(key).isEqualTo(KEY);
                    seen.add(call.method());
                }));
        for (Method method : driverMethods().toList()) {
            call(method, driver);
        }
        StagedObject staged = driver.stage(new StagingRequest.Begin(KEY, 1, Optional.empty(), OptionalLong.empty()))
                .orElseThrow();
        for (Method method : stagedMethods().toList()) {
            call(method, staged);
        }
        Set<String> withIo = Stream.concat(driverMethods(), stagedMethods())
                .map(Method::getName)
                .filter(name -> !WITHOUT_IO.contains(name))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(new TreeSet<>(seen)).isEqualTo(withIo);
        assertThat(seen).hasSize(withIo.size() + 1); // There is one more call of stage, for the staged object.
        assertThat(Arrays.stream(StorageCall.values()).map(StorageCall::method)).hasSameElementsAs(withIo);
    }

    @Test
    void aDriverWithoutAFenceRefusesDeletesUnderAGuard() {
        StorageDriver plain = (StorageDriver) Proxy.newProxyInstance(
                StorageDriver.class.getClassLoader(),
                new Class<?>[] {StorageDriver.class},
                InvocationHandler::invokeDefault);
        assertThat(plain.deleteFence()).isEqualTo(DeleteFence.NONE);
        DeleteGuard guard = new DeleteGuard(KEY, new ObjectVersion("v"), Instant.MAX);
        assertThatExceptionOfType(UnsupportedOperationException.class)
                .isThrownBy(() -> plain.deleteWhile(guard, Set.of(KEY), Durability.POWER_LOSS));
    }

    private void assertThatItIsForwarded(Method method, Object forwarding, Class<?> type)
            throws ReflectiveOperationException {
        assertThat(type.getDeclaredMethod(method.getName(), method.getParameterTypes())
                        .getDeclaringClass())
                .isEqualTo(type);
        List<Object> expected = call(method, forwarding);
        assertThat(calls).containsExactly(expected);
    }

    private static List<Object> call(Method method, Object target) throws ReflectiveOperationException {
        Object[] arguments = Stream.of(method.getParameterTypes())
                .map(ForwardingTest::sample)
                .toArray();
        try {
            method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw new AssertionError(method.getName(), e.getCause());
        }
        return recorded(method, arguments);
    }

    private static List<Object> recorded(Method method, Object[] arguments) {
        List<Object> call = new ArrayList<>(List.of(method.getName()));
        call.addAll(Arrays.asList(arguments));
        return call;
    }

    private <T> T recording(Class<T> type) {
        InvocationHandler handler = (_, method, arguments) -> {
            calls.add(recorded(method, arguments == null ? new Object[0] : arguments));
            return method.getReturnType() == void.class ? null : answer(method);
        };
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }

    private Object answer(Method method) {
        if (method.getName().equals("stage")) {
            return Optional.of(recording(StagedObject.class));
        }
        return method.getReturnType() == Optional.class ? Optional.empty() : sample(method.getReturnType());
    }

    /** A value of each type of the port. The test fails for a type that is not known here. */
    private static Object sample(Class<?> type) {
        return Stream.<Object>of(
                        KEY,
                        new ByteRange(3, 4),
                        new byte[] {1, 2},
                        WriteCondition.ANY,
                        Durability.POWER_LOSS,
                        new DeleteGuard(KEY, new ObjectVersion("v"), Instant.EPOCH),
                        DeleteFence.TIMED,
                        Set.of(KEY),
                        Map.of(KEY, DeleteOutcome.TOO_LATE),
                        ListOptions.recursive(10),
                        new StagingRequest.Begin(KEY, 1, Optional.empty(), OptionalLong.empty()),
                        new PresignRequest(KEY, Duration.ofMinutes(1)),
                        BodySource.of(_ -> -1),
                        new Sealed(5),
                        new ObjectVersion("v"),
                        new ObjectInfo(KEY, 5, new ObjectVersion("v"), Instant.EPOCH),
                        new ObjectPage(List.of(), Optional.empty()),
                        URI.create("http://127.0.0.1/"),
                        new HealthStatus.Healthy(),
                        new StorageLimits(0, 0),
                        new Appended(5, Optional.empty()),
                        new StagedState("s"),
                        Published.values()[0])
                .filter(type::isInstance)
                .findFirst()
                .orElseGet(() -> primitive(type));
    }

    private static Object primitive(Class<?> type) {
        return switch (type.getName()) {
            case "long" -> 7L;
            case "boolean" -> true;
            default -> throw new AssertionError("no sample of " + type);
        };
    }
}
