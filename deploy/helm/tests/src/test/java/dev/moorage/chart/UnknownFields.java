package dev.moorage.chart;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** Finds what a typed object of Kubernetes keeps as an additional property, because its type has no field of that name. */
final class UnknownFields {

  private static final String PACKAGE = "io.fabric8.";

  private UnknownFields() {}

  static void collect(String path, Object object, List<String> unknown) {
    if (object instanceof Collection<?> several) {
      several.forEach(one -> collect(path + "[]", one, unknown));
    } else if (object instanceof Map<?, ?> map) {
      map.forEach((key, value) -> collect(path + "." + key, value, unknown));
    } else if (object != null && object.getClass().getName().startsWith(PACKAGE) && !object.getClass().isEnum()) {
      for (Class<?> type = object.getClass(); type != null && type.getName().startsWith(PACKAGE); type = type.getSuperclass()) {
        for (Field field : type.getDeclaredFields()) {
          if (!Modifier.isStatic(field.getModifiers())) {
            collectField(path, object, field, unknown);
          }
        }
      }
    }
  }

  private static void collectField(String path, Object object, Field field, List<String> unknown) {
    field.setAccessible(true);
    Object value;
    try {
      value = field.get(object);
    } catch (IllegalAccessException e) {
      throw new AssertionError(e);
    }
    if (!field.getName().equals("additionalProperties")) {
      collect(path + "." + field.getName(), value, unknown);
    } else if (value instanceof Map<?, ?> additional) {
      additional.keySet().forEach(key -> unknown.add(path + "." + key));
    }
  }
}
