package dev.moorage.bootstrap.drivers;

import tools.jackson.databind.BeanDescription;
import tools.jackson.databind.DeserializationConfig;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.deser.ValueInstantiator;
import tools.jackson.databind.deser.std.StdValueInstantiator;
import tools.jackson.databind.introspect.AnnotatedConstructor;
import tools.jackson.databind.module.SimpleValueInstantiators;

/**
 * Calls the constructors of records by reflection. Jackson calls them by a method handle, for which Java makes eight classes at each
 * start (docs/adr/0014).
 */
final class RecordInstantiators extends SimpleValueInstantiators {
    private static final long serialVersionUID = 1L;

    @Override
    public ValueInstantiator modifyValueInstantiator(
            DeserializationConfig config, BeanDescription.Supplier description, ValueInstantiator original) {
        return original instanceof StdValueInstantiator known
                        && description.getBeanClass().isRecord()
                        && known.getWithArgsCreator() instanceof AnnotatedConstructor constructor
                ? new OfRecord(known, constructor)
                : original;
    }

    private static final class OfRecord extends StdValueInstantiator {
        private final AnnotatedConstructor constructor;

        OfRecord(StdValueInstantiator original, AnnotatedConstructor constructor) {
            super(original);
            this.constructor = constructor;
        }

        @Override
        public Object createFromObjectWith(DeserializationContext context, Object[] values) {
            try {
                return constructor.getAnnotated().newInstance(values);
            } catch (ReflectiveOperationException e) {
                throw rewrapCtorProblem(context, e);
            }
        }
    }
}
