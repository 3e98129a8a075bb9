package dev.moorage.storage.s3;

import dev.moorage.storage.s3.client.S3Config;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** Creates configurations from a few keys in text form. */
final class Configs {
    private Configs() {}

    static S3Config of(String... keysAndValues) {
        Map<String, String> given = new HashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            given.put(keysAndValues[i], keysAndValues[i + 1]);
        }
        RecordComponent[] components = S3Config.class.getRecordComponents();
        Object[] values = Arrays.stream(components)
                .map(component -> value(component.getType(), given.remove(component.getName())))
                .toArray();
        if (!given.isEmpty()) {
            throw new AssertionError("no such keys: " + given.keySet());
        }
        Class<?>[] types =
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        try {
            return S3Config.class.getDeclaredConstructor(types).newInstance(values);
        } catch (InvocationTargetException e) {
            throw (RuntimeException) e.getCause();
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }

    private static Object value(Class<?> type, String text) {
        if (text == null || type == String.class) {
            return text;
        }
        if (type == Boolean.class) {
            return Boolean.valueOf(text);
        }
        return type == Long.class ? (Object) Long.valueOf(text) : Integer.valueOf(text);
    }
}
