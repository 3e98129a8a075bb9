package dev.moorage.storage.tck.report;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The contracts that a test class implements. These are all interfaces with tests, each with the outcomes of its tests. */
final class Contracts {
    private final Map<Class<?>, Map<String, Outcome>> outcomes = new LinkedHashMap<>();

    Contracts(Class<?> testClass) {
        List<Class<?>> interfaces = new ArrayList<>(interfacesOf(testClass));
        interfaces.sort(Comparator.comparing(Class::getSimpleName));
        for (Class<?> contract : interfaces) {
            Map<String, Outcome> tests = new TreeMap<>();
            for (Method method : contract.getDeclaredMethods()) {
                if (method.isAnnotationPresent(Test.class)) {
                    tests.put(method.getName(), Outcome.NOT_RUN);
                }
            }
            if (!tests.isEmpty()) {
                outcomes.put(contract, tests);
            }
        }
    }

    private static Set<Class<?>> interfacesOf(Class<?> type) {
        Set<Class<?>> found = new LinkedHashSet<>();
        for (Class<?> implemented : type.getInterfaces()) {
            found.add(implemented);
            found.addAll(interfacesOf(implemented));
        }
        if (type.getSuperclass() != null) {
            found.addAll(interfacesOf(type.getSuperclass()));
        }
        return found;
    }

    /** Records how a test ended. A test that is in no contract is the author's own, and the kit does not report it. */
    synchronized void ended(String test, Outcome outcome) {
        outcomes.values().forEach(tests -> tests.computeIfPresent(test, (name, before) -> outcome));
    }

    synchronized Map<Class<?>, Map<String, Outcome>> outcomes() {
        Map<Class<?>, Map<String, Outcome>> copy = new LinkedHashMap<>();
        outcomes.forEach((contract, tests) -> copy.put(contract, new TreeMap<>(tests)));
        return copy;
    }
}
