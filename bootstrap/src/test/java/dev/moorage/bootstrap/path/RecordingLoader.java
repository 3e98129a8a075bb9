package dev.moorage.bootstrap.path;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.classfile.Attributes;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFile.ClassHierarchyResolverOption;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.MethodModel;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Loads the classes of Moorage anew, with a call of {@link RunFiles#run} at the start of each method. What records and enums
 * have by themselves is left out, and so are constructors of records and initializers of classes: a file that only carries
 * data is not a stop on the way of a request.
 */
final class RecordingLoader extends ClassLoader {
    private static final String OURS = "dev.moorage.";
    private static final String SHARED = RunFiles.class.getName();
    private static final ClassDesc RUN_FILES =
            RunFiles.class.describeConstable().orElseThrow();
    private static final MethodTypeDesc STRING_TO_NOTHING =
            MethodTypeDesc.of(ConstantDescs.CD_void, ConstantDescs.CD_String);
    private static final Set<String> OF_RECORDS = Set.of("<init>", "equals", "hashCode", "toString");
    private static final Set<String> OF_ENUMS = Set.of("<init>", "values", "valueOf", "$values");

    private final ClassFile classFiles;

    RecordingLoader(ClassLoader parent) {
        super(parent);
        this.classFiles = ClassFile.of(ClassHierarchyResolverOption.of(
                ClassHierarchyResolver.ofResourceParsing(parent).cached()));
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (!name.startsWith(OURS) || name.equals(SHARED)) {
            return super.loadClass(name, resolve);
        }
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            return loaded == null ? recorded(name) : loaded;
        }
    }

    private Class<?> recorded(String name) throws ClassNotFoundException {
        try (InputStream file = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
            if (file == null) {
                throw new ClassNotFoundException(name);
            }
            byte[] bytes = recording(name, file.readAllBytes());
            return defineClass(name, bytes, 0, bytes.length);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private byte[] recording(String name, byte... original) {
        ClassModel model = classFiles.parse(original);
        Set<String> generated = generated(model);
        String topLevel = name.replaceFirst("\\$.*", "");
        CodeTransform recording = CodeTransform.ofStateful(() -> {
            boolean[] begun = {false};
            return (code, element) -> {
                if (!begun[0]) {
                    begun[0] = true;
                    code.loadConstant(topLevel).invokestatic(RUN_FILES, "run", STRING_TO_NOTHING);
                }
                code.with(element);
            };
        });
        return classFiles.transformClass(
                model, ClassTransform.transformingMethodBodies(method -> isWritten(method, generated), recording));
    }

    private static boolean isWritten(MethodModel method, Set<String> generated) {
        String name = method.methodName().stringValue();
        return !name.equals("<clinit>") && !generated.contains(name);
    }

    /** The methods of a record or an enum that no source file has, or that only keep a component. */
    private static Set<String> generated(ClassModel model) {
        if (model.flags().has(java.lang.reflect.AccessFlag.ENUM)) {
            return OF_ENUMS;
        }
        Set<String> components = model.findAttribute(Attributes.record()).stream()
                .flatMap(found -> found.components().stream())
                .map(component -> component.name().stringValue())
                .collect(Collectors.toSet());
        if (model.findAttribute(Attributes.record()).isPresent()) {
            components.addAll(OF_RECORDS);
        }
        return components;
    }
}
