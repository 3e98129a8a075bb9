package dev.moorage.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
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
import dev.moorage.storage.spi.ByteRange;
import java.time.Instant;

/** The rules of the hexagon. Arrows point inward: adapters know the application, the application knows the domain. */
enum Rules {
    DOMAIN_KNOWS_JAVA_ONLY(noClasses()
            .that()
            .resideInAPackage("dev.moorage.domain..")
            .should()
            .dependOnClassesThat()
            .resideOutsideOfPackages("dev.moorage.domain..", "java..", "org.jspecify..")),
    DOMAIN_DOES_NO_IO(noClasses()
            .that()
            .resideInAPackage("dev.moorage.domain..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.io", "java.nio.file..", "java.nio.channels..", "java.net..")),
    APPLICATION_KNOWS_DOMAIN_JACKSON_AND_LOGGING(noClasses()
            .that()
            .resideInAPackage("dev.moorage.application..")
            .should()
            .dependOnClassesThat()
            .resideOutsideOfPackages(
                    "dev.moorage.application..",
                    "dev.moorage.domain..",
                    "java..",
                    "javax.crypto..",
                    "javax.net.ssl..",
                    "tools.jackson..",
                    "org.slf4j..",
                    "org.jspecify..")),
    ADAPTERS_DO_NOT_KNOW_EACH_OTHER(
            slices().matching("dev.moorage.(http|storage.*)..").should().notDependOnEachOther()),
    NOBODY_KNOWS_BOOTSTRAP(noClasses()
            .that()
            .resideOutsideOfPackage("dev.moorage.bootstrap..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.moorage.bootstrap..")),
    PORTS_IN_KNOW_NEITHER_PORTS_OUT_NOR_SERVICES(noClasses()
            .that()
            .resideInAPackage("dev.moorage.application.port.in..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.moorage.application.port.out..", "dev.moorage.application.service..")),
    PORTS_OUT_KNOW_NEITHER_PORTS_IN_NOR_SERVICES(noClasses()
            .that()
            .resideInAPackage("dev.moorage.application.port.out..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.moorage.application.port.in..", "dev.moorage.application.service..")),
    /** What else appears in the storage port must be guarded as it is: see application/pom.xml and docs/adr/0007. */
    PORTS_OUT_NAME_ONLY_WHAT_IS_GUARDED(noClasses()
            .that()
            .resideInAnyPackage("dev.moorage.application.port.out..", "dev.moorage.application.transfer..")
            .should()
            .dependOnClassesThat(JavaClass.Predicates.resideInAPackage("dev.moorage..")
                    .and(not(JavaClass.Predicates.resideInAnyPackage(
                            "dev.moorage.application.port.out..", "dev.moorage.application.transfer..")))
                    .and(not(JavaClass.Predicates.equivalentTo(ByteRange.class))))),
    SERVLETS_ARE_FOR_HTTP(noClasses()
            .that()
            .resideOutsideOfPackage("dev.moorage.http..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("jakarta.servlet..", "org.eclipse.jetty..")),
    JETTY_IS_FOR_ITS_OWN_PACKAGE(noClasses()
            .that()
            .resideOutsideOfPackage("dev.moorage.http.jetty..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.eclipse.jetty..")),
    AWS_IS_FOR_S3(noClasses()
            .that()
            .resideOutsideOfPackage("dev.moorage.storage.s3..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("software.amazon..")),
    AZURE_IS_FOR_AZURE(noClasses()
            .that()
            .resideOutsideOfPackage("dev.moorage.storage.azure..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("com.azure..", "reactor..")),
    GUICE_AND_PICOCLI_ARE_FOR_BOOTSTRAP(noClasses()
            .that()
            .resideOutsideOfPackage("dev.moorage.bootstrap..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("com.google.inject..", "picocli..", "me.tongfei..")),
    FILES_ARE_FOR_FS_AND_BOOTSTRAP(noClasses()
            .that()
            .resideOutsideOfPackages(
                    "dev.moorage.storage.fs..", "dev.moorage.bootstrap..", "dev.moorage.application.transfer..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("java.nio.file..")),
    PACKAGES_HAVE_NO_CYCLES(slices().matching("dev.moorage.(**)").should().beFreeOfCycles()),
    DOMAIN_TYPES_CANNOT_BE_CHANGED(classes()
            .that()
            .resideInAPackage("dev.moorage.domain..")
            .and()
            .areNotInterfaces()
            .and()
            .areNotAnonymousClasses()
            .should(beFinalWithoutSetters())),
    TIME_COMES_FROM_A_CLOCK(noClasses().should().callMethod(Instant.class, "now")),
    NOTHING_IS_SERIALIZED_BY_JAVA(
            noClasses().should().dependOnClassesThat().haveNameMatching("java\\.io\\.Object(In|Out)putStream"));

    private final ArchRule rule;

    Rules(ArchRule rule) {
        this.rule = rule;
    }

    ArchRule rule() {
        return rule;
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
