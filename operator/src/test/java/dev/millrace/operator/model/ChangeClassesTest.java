package dev.millrace.operator.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.crds.v1.StreamingJobSpec;
import dev.millrace.operator.Jobs;
import java.lang.reflect.RecordComponent;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChangeClassesTest {
    private static final StreamingJobSpec BASE = Jobs.spec("executor: {replicas: 2}");

    /** All paths of fields from the spec down, through records. */
    private static Set<String> paths() {
        Set<String> paths = new TreeSet<>();
        collect(StreamingJobSpec.class, "", paths);
        return paths;
    }

    private static void collect(Class<?> type, String prefix, Set<String> paths) {
        for (RecordComponent component : type.getRecordComponents()) {
            String path = prefix + component.getName();
            paths.add(path);
            if (component.getType().isRecord()) {
                collect(component.getType(), path + ".", paths);
            }
        }
    }

    /** Other hashes than those of the last release make a new operator restart every job, or roll its executors. */
    @Test
    void hashesStayFromReleaseToRelease() {
        StreamingJobSpec spec = Jobs.spec("executor: {replicas: 2, template: {nodeSelector: {disk: fast}}}");
        assertEquals("0bf559c0d2a25053", ChangeClasses.driverHash(spec));
        assertEquals("8c0e76bddf01c807", ChangeClasses.executorHash(spec));
    }

    @Test
    void everyFieldHasAClass() {
        assertTrue(paths().size() > 40, "paths: " + paths());
        paths().forEach(ChangeClasses::of); // throws where there is none
    }

    @Test
    void noFieldIsListedThatDoesNotExist() {
        Set<String> unknown = new TreeSet<>(ChangeClasses.TABLE.keySet());
        unknown.removeAll(paths());
        assertEquals(Set.of(), unknown);
    }

    @Test
    void aFieldNobodyKnowsHasNoClass() {
        assertThrows(IllegalArgumentException.class, () -> ChangeClasses.of("colour"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "image: other/image:2                                 | true  | false",
                "imagePullPolicy: Never                               | false | false",
                "batchInterval: 2s                                    | true  | false",
                "conf: {a.key: value}                                 | true  | false",
                "driver: {memory: 2g}                                 | true  | false",
                "driver: {template: {labels: {team: a}}}              | false | false",
                "executor: {replicas: 3}                              | false | false",
                "executor: {replicas: 2, memory: 2g}                  | false | true",
                "executor: {replicas: 2, template: {labels: {t: a}}}  | false | false",
                "executor: {template: {env: [{name: A, value: b}]}}   | false | true",
                "restartNonce: 1                                      | true  | false",
                "restartPolicy: {maxFailures: 3}                      | false | false",
                "suspend: true                                        | false | false",
                "upgradeMode: Stateless                               | false | false",
                "checkpoint: {uri: 's3a://bucket/a'}                  | true  | false",
                "monitoring: {enabled: true}                          | false | false",
                "ui: {service: {port: 8080}}                          | false | false",
            })
    void aChangeShowsInTheHashOfItsClass(String change, boolean restarts, boolean rolls) {
        StreamingJobSpec changed = Jobs.spec(change);
        assertEquals(restarts, !ChangeClasses.driverHash(BASE).equals(ChangeClasses.driverHash(changed)), "restarts");
        assertEquals(rolls, !ChangeClasses.executorHash(BASE).equals(ChangeClasses.executorHash(changed)), "rolls");
        assertNotEquals(ChangeClasses.specHash(BASE), ChangeClasses.specHash(changed));
    }

    @Test
    void theSizeOfAVolumeAndItsRetentionRestartNothing() {
        StreamingJobSpec small = Jobs.spec("checkpoint: {volume: {size: 1Gi}}");
        StreamingJobSpec large = Jobs.spec("checkpoint: {volume: {size: 2Gi}, retention: Delete}");
        assertEquals(ChangeClasses.driverHash(small), ChangeClasses.driverHash(large));
    }
}
