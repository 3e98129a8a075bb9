package dev.moorage.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The rules of the hexagon, below a base package. Arrows point inward: adapters know the application, the application knows the
 * domain, and storage drivers know the storage port alone.
 */
final class Rules {
    private final String base;
    private final Map<String, ArchRule> rules = new LinkedHashMap<>();

    private Rules(String base) {
        this.base = base;
        arrows();
        exceptions();
        libraries();
        habits();
    }

    /** Each rule by its name, for the classes below a base package. */
    static Map<String, ArchRule> below(String base) {
        return new Rules(base).rules;
    }

    private void arrows() {
        only("the domain knows Java alone", "domain..", "java..", "org.jspecify..");
        only(
                "the application knows the domain, the storage port, Jackson, Caffeine and logging",
                "application..",
                at("domain.."),
                at("storage.spi.."),
                "java..",
                "javax.crypto..",
                "tools.jackson..",
                "com.github.benmanes.caffeine..",
                "org.slf4j..",
                "org.jspecify..");
        only(
                "the storage port knows Java and logging",
                "storage.spi..",
                "java..",
                "javax.net.ssl..",
                "org.slf4j..",
                "org.jspecify..");
        never(
                "storage drivers know nothing of ours but the storage port",
                classesIn("storage..").and(DescribedPredicate.not(classesIn("storage.spi.."))),
                at("domain.."),
                at("application.."),
                at("http.."),
                at("identity.."),
                at("upstream.."),
                at("bootstrap.."));
        rules.put(
                "adapters do not know each other",
                slices().matching(base + ".(http|identity|metrics|notifications|tracing|upstream|web|storage.*)..")
                        .should()
                        .notDependOnEachOther()
                        .ignoreDependency(DescribedPredicate.alwaysTrue(), classesIn("storage.spi..")));
        never("no class outside of bootstrap knows it", outside("bootstrap.."), at("bootstrap.."));
        never(
                "ports in know neither ports out nor services",
                classesIn("application.port.in.."),
                at("storage.spi.."),
                at("application.port.out.."),
                at("application.service.."));
        rules.put(
                "packages have no cycles",
                slices().matching(base + ".(**)").should().beFreeOfCycles());
    }

    private void exceptions() {
        rules.put(
                "exceptions of the storage port are not for http",
                noClasses()
                        .that(classesIn("http.."))
                        .should()
                        .dependOnClassesThat(
                                classesIn("storage.spi..").and(JavaClass.Predicates.assignableTo(Throwable.class))));
        never("policies and services are not for http", classesIn("http.."), at("application.service.."));
    }

    private void libraries() {
        never(
                "java.io and files are not for the domain",
                classesIn("domain.."),
                "java.io",
                "java.nio.file..",
                "java.nio.channels..",
                "java.net..");
        never("servlets are for http", outside("http.."), "jakarta.servlet..", "org.eclipse.jetty..");
        never("Jetty is for its own package", outside("http.jetty.."), "org.eclipse.jetty..");
        never("the AWS SDK is for S3", outside("storage.s3.."), "software.amazon..");
        never("the Azure SDK is for Azure", outside("storage.azure.."), "com.azure..", "reactor..");
        never(
                "tokens and hashes are for identity",
                outside("identity.."),
                "com.nimbusds..",
                "com.unboundid..",
                "org.apache.commons.codec..");
        never("Prometheus's library is for metrics", outside("metrics.."), "io.prometheus..");
        never("OpenTelemetry is for tracing", outside("tracing.."), "io.opentelemetry..");
        never("no class knows tracing, whose jars are not always there", outside("tracing.."), at("tracing.."));
        never(
                "Guice and picocli are for bootstrap",
                outside("bootstrap.."),
                "com.google.inject..",
                "picocli..",
                "me.tongfei..");
        never(
                "files are for the filesystem driver, bootstrap and what drivers share",
                outside("storage.fs..", "bootstrap..", "storage.spi.."),
                "java.nio.file..");
    }

    private void habits() {
        rules.put(
                "domain types cannot be changed",
                classes()
                        .that()
                        .resideInAPackage(at("domain.."))
                        .and()
                        .areNotInterfaces()
                        .and()
                        .areNotAnonymousClasses()
                        .should(beFinalWithoutSetters()));
        rules.put("time comes from a clock", noClasses().should().callMethod(Instant.class, "now"));
        rules.put(
                "nothing is serialized by Java",
                noClasses().should().dependOnClassesThat().haveNameMatching("java\\.io\\.Object(In|Out)putStream"));
    }

    private String at(String packages) {
        return base + "." + packages;
    }

    private DescribedPredicate<JavaClass> classesIn(String packages) {
        return JavaClass.Predicates.resideInAPackage(at(packages));
    }

    private DescribedPredicate<JavaClass> outside(String... packages) {
        return JavaClass.Predicates.resideOutsideOfPackages(
                Arrays.stream(packages).map(this::at).toArray(String[]::new));
    }

    /** Classes of these packages may depend on each other and on what is listed. */
    private void only(String name, String packages, String... known) {
        String[] allowed =
                Stream.concat(Stream.of(at(packages)), Arrays.stream(known)).toArray(String[]::new);
        rules.put(
                name,
                noClasses()
                        .that(classesIn(packages))
                        .should()
                        .dependOnClassesThat()
                        .resideOutsideOfPackages(allowed));
    }

    private void never(String name, DescribedPredicate<JavaClass> those, String... packages) {
        rules.put(name, noClasses().that(those).should().dependOnClassesThat().resideInAnyPackage(packages));
    }

    private static ArchCondition<JavaClass> beFinalWithoutSetters() {
        DescribedPredicate<JavaClass> isFinal = DescribedPredicate.describe(
                "final", type -> type.getModifiers().contains(JavaModifier.FINAL) || type.isEnum());
        return new ArchCondition<>("be records, enums or final classes without setters") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                boolean setters = type.getMethods().stream()
                        .anyMatch(method -> method.getName().matches("set[A-Z].*"));
                if (!isFinal.test(type) || setters) {
                    events.add(SimpleConditionEvent.violated(type, type.getName() + " can be changed"));
                }
            }
        };
    }
}
