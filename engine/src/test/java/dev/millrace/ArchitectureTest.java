package dev.millrace;

import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.io.ObjectInputStream;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The engine's packages in their order, and what they keep away from. */
class ArchitectureTest {
    private static final String ROOT = "dev.millrace";

    /**
     * The packages of the engine, lowest first. A package uses only those that stand before it, so that there can be no
     * cycle; a new package gets its place here.
     */
    private static final List<String> ORDER = List.of(
            "function", // what users write
            "error", // what users are told
            "conf",
            "clock",
            "serializer",
            "state", // where states are while a job runs
            "execution", // chunks, fused loops, flat tables
            "shuffle",
            "rdd", // public: data sets and their lineage
            "storage", // blocks
            "checkpoint", // what must survive the driver
            "metrics",
            "rpc", // driver to executor and back
            "scheduler", // jobs, stages, tasks
            "streaming.receiver", // public: sources that push
            "receiver", // what runs them
            "batch", // the life of a batch
            "streaming", // public: streams, batch after batch
            "testing"); // public: streams in a program's own tests

    /** Public for its own sake, but one with streams: events name batches by their time, streams take listeners. */
    private static final String EVENTS = "streaming.scheduler";

    private static JavaClasses engine;

    @BeforeAll
    static void readClasses() {
        engine = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages(ROOT);
    }

    @Test
    void everyPackageHasItsPlaceInTheOrder() {
        assertEquals(
                List.of(),
                packages().filter(name -> !ORDER.contains(name)).toList(),
                "packages without a place in ORDER");
    }

    @Test
    void packagesUseOnlyThoseBelowThem() {
        classes().should(useOnlyPackagesBelowTheirOwn()).check(engine);
    }

    @Test
    void nothingHereKnowsKubernetes() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.fabric8..", "io.kubernetes..", "io.javaoperatorsdk..", "io.quarkus..")
                .check(engine);
    }

    @Test
    void whatRunsPerRecordUsesNoStreams() {
        noClasses()
                .that()
                .resideInAnyPackage("dev.millrace.execution..", "dev.millrace.storage..", "dev.millrace.shuffle..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("java.util.stream..")
                .check(engine);
    }

    @Test
    void onlyTheSerializerReadsJavaObjects() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.millrace.serializer..")
                .should()
                .callConstructorWhere(target(owner(assignableTo(ObjectInputStream.class))))
                .check(engine);
    }

    @Test
    void everyPackageIsNullMarked() {
        List<String> unmarked = engine.stream()
                .map(JavaClass::getPackage)
                .filter(owner -> !owner.isAnnotatedWith(NullMarked.class))
                .map(JavaPackage::getName)
                .distinct()
                .toList();
        assertEquals(List.of(), unmarked, "packages whose package-info.java lacks @NullMarked");
    }

    private static Stream<String> packages() {
        return engine.stream().map(ArchitectureTest::place).distinct().sorted();
    }

    /** The package's name below the root, as it stands in the order. */
    private static String place(JavaClass owner) {
        String name = owner.getPackageName();
        String place = name.equals(ROOT) ? "" : name.substring(ROOT.length() + 1);
        return place.equals(EVENTS) ? "streaming" : place;
    }

    private static ArchCondition<JavaClass> useOnlyPackagesBelowTheirOwn() {
        return new ArchCondition<>("use only packages below their own") {
            @Override
            public void check(JavaClass user, ConditionEvents events) {
                for (Dependency dependency : user.getDirectDependenciesFromSelf()) {
                    JavaClass used = dependency.getTargetClass().getBaseComponentType();
                    if (used.getPackageName().startsWith(ROOT)
                            && ORDER.indexOf(place(used)) > ORDER.indexOf(place(user))) {
                        events.add(SimpleConditionEvent.violated(user, dependency.getDescription()));
                    }
                }
            }
        };
    }
}
