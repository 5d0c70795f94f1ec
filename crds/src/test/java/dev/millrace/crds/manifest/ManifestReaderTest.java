package dev.millrace.crds.manifest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.millrace.crds.v1.CheckpointRetention;
import dev.millrace.crds.v1.ExecutorSpec;
import dev.millrace.crds.v1.ImagePullPolicy;
import dev.millrace.crds.v1.RestartPolicy;
import dev.millrace.crds.v1.RestartType;
import dev.millrace.crds.v1.StreamingJob;
import dev.millrace.crds.v1.pod.ContainerRestartPolicy;
import dev.millrace.crds.v1.pod.EnvVar;
import dev.millrace.crds.v1.pod.EnvVarSource;
import dev.millrace.crds.v1.pod.KeyReference;
import dev.millrace.crds.v1.pod.PodTemplate;
import dev.millrace.crds.v1.pod.TaintEffect;
import dev.millrace.crds.v1.pod.VolumeMedium;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ManifestReaderTest {
    private static final String MINIMAL = """
            apiVersion: millrace.dev/v1
            kind: StreamingJob
            metadata:
              name: word-count
            spec:
              application:
                jar: local:///opt/millrace/examples/word-count.jar
                mainClass: dev.millrace.examples.WordCount
            """;

    @TempDir
    Path directory;

    @Test
    void fillsInTheDefaultsOfWhatIsNotSet() throws Exception {
        StreamingJob job = read(MINIMAL).job();

        assertEquals("word-count", job.metadata().name());
        assertEquals(List.of(), job.spec().application().args());
        assertEquals(1, job.spec().executor().replicas());
        assertEquals(1, job.spec().executor().cores());
        assertEquals("1g", job.spec().executor().memory());
        assertEquals("1g", job.spec().driver().memory());
        assertEquals(
                new RestartPolicy(RestartType.OnFailure, 10, "10m", "500ms", "30s"),
                job.spec().restartPolicy());
        assertEquals(null, job.spec().conf());
        assertEquals(null, job.spec().batchInterval());
        assertEquals(false, job.spec().suspend());
    }

    @Test
    void readsEveryField() throws Exception {
        Manifest manifest = read("""
                # a comment
                ---
                apiVersion: "millrace.dev/v1"
                kind: StreamingJob
                metadata:
                  name: word-count
                  namespace: streams
                  labels: {team: words}
                  annotations:
                    since: 2024-02-03
                spec:
                  image: registry.example/millrace:1
                  imagePullPolicy: IfNotPresent
                  application:
                    jar: https://example.org/word-count.jar
                    sha256: %s
                    mainClass: dev.millrace.examples.WordCount
                    args: [--rate, "20000"]
                  batchInterval: 1s
                  conf:
                    millrace.task.maxFailures: "2"
                  driver: {cores: 2, memory: 512m}
                  executor:
                    replicas: 3
                    cores: 2
                    memory: 2Gi
                  checkpoint:
                    volume: {size: 10Gi, storageClassName: fast}
                    retention: Delete
                    interval: 10s
                  restartPolicy: {type: Never, maxFailures: 3, window: 1m, initialBackoff: 1s, maxBackoff: 1s}
                  suspend: true
                """.formatted("0a".repeat(32)));
        StreamingJob job = manifest.job();

        assertEquals(Map.of("team", "words"), job.metadata().labels());
        assertEquals(Map.of("since", "2024-02-03"), job.metadata().annotations());
        assertEquals(ImagePullPolicy.IfNotPresent, job.spec().imagePullPolicy());
        assertEquals(List.of("--rate", "20000"), job.spec().application().args());
        assertEquals("1s", job.spec().batchInterval());
        assertEquals(Map.of("millrace.task.maxFailures", "2"), job.spec().conf());
        assertEquals(3, job.spec().executor().replicas());
        assertEquals("2Gi", job.spec().executor().memory());
        assertEquals(CheckpointRetention.Delete, job.spec().checkpoint().retention());
        assertEquals("fast", job.spec().checkpoint().volume().storageClassName());
        assertEquals(
                new RestartPolicy(RestartType.Never, 3, "1m", "1s", "1s"),
                job.spec().restartPolicy());
        assertEquals(
                List.of(
                        "metadata.namespace",
                        "metadata.labels",
                        "metadata.annotations",
                        "spec.image",
                        "spec.imagePullPolicy",
                        "spec.driver.cores",
                        "spec.checkpoint",
                        "spec.suspend"),
                manifest.clusterOnly());
    }

    @Test
    void takesAnEmptyOptionalFieldAsNotSet() throws Exception {
        StreamingJob job =
                read(MINIMAL + "  executor:\n  conf:\n  batchInterval: ~\n").job();

        assertEquals(1, job.spec().executor().replicas());
        assertEquals(null, job.spec().conf());
        assertEquals(null, job.spec().batchInterval());
    }

    @ParameterizedTest
    @ValueSource(strings = {"1ms", "500ms", "10s", "5m", "2h", "1d"})
    void acceptsIntervals(String interval) throws Exception {
        assertEquals(
                interval,
                read(MINIMAL + "  batchInterval: " + interval + "\n")
                        .job()
                        .spec()
                        .batchInterval());
    }

    @ParameterizedTest
    @ValueSource(strings = {"64m", "64Mi", "99m", "512m", "1g", "2Gi", "1t"})
    void acceptsSizes(String size) throws Exception {
        assertEquals(
                size,
                read(MINIMAL + "  executor: {memory: " + size + "}\n")
                        .job()
                        .spec()
                        .executor()
                        .memory());
    }

    @Test
    void readsWhatThePodsOfARoleHave() throws Exception {
        Manifest manifest = read(MINIMAL + """
                  executor:
                    resources:
                      requests: {cpu: 2, memory: 1Gi, example.org/gpu: "1"}
                    template:
                      labels: {team: words}
                      env:
                        - {name: LEVEL, value: high}
                        - name: PASSWORD
                          valueFrom: {secretKeyRef: {name: database, key: password}}
                      volumes:
                        - {name: scratch, emptyDir: {medium: Memory, sizeLimit: 1Gi}}
                      volumeMounts:
                        - {name: scratch, mountPath: /scratch}
                      tolerations:
                        - {key: dedicated, operator: Exists, effect: NoSchedule}
                      securityContext: {supplementalGroups: [1, 2]}
                      initContainers:
                        - {name: proxy, image: "proxy:1", restartPolicy: Always, args: [a]}
                """);
        ExecutorSpec executor = manifest.job().spec().executor();
        PodTemplate template = executor.template();

        assertEquals(
                Map.of("cpu", "2", "memory", "1Gi", "example.org/gpu", "1"),
                executor.resources().requests());
        assertEquals(
                List.of(
                        new EnvVar("LEVEL", "high", null),
                        new EnvVar(
                                "PASSWORD",
                                null,
                                new EnvVarSource(new KeyReference("database", "password", null), null))),
                template.env());
        assertEquals(VolumeMedium.Memory, template.volumes().get(0).emptyDir().medium());
        assertEquals(TaintEffect.NoSchedule, template.tolerations().get(0).effect());
        assertEquals(List.of(1, 2), template.securityContext().supplementalGroups());
        assertEquals(
                ContainerRestartPolicy.Always, template.initContainers().get(0).restartPolicy());
        assertEquals(List.of("spec.executor.resources", "spec.executor.template"), manifest.clusterOnly());
    }

    @Test
    void theJobsInTheReferenceAreValid() throws Exception {
        String reference = Files.readString(Path.of("..", "docs", "reference", "manifest.md"));
        List<String> jobs = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL)
                .matcher(reference)
                .results()
                .map(match -> match.group(1))
                .toList();
        assertEquals(2, jobs.size());
        for (String job : jobs) {
            read(job);
        }
    }

    static Stream<Arguments> oneProblem() {
        return Stream.of(
                spec(
                        "executor: {replicas: two}",
                        "9:24: spec.executor.replicas: expected an integer >= 1, found \"two\""),
                spec(
                        "executor: {replicas: 0}",
                        "9:24: spec.executor.replicas: expected an integer >= 1, found the integer 0"),
                spec(
                        "executor: {replicas: -1}",
                        "9:24: spec.executor.replicas: expected an integer >= 1, found the integer -1"),
                spec(
                        "executor: {replicas: 1.5}",
                        "9:24: spec.executor.replicas: expected an integer >= 1, found the number 1.5"),
                spec(
                        "executor: {replicas: \"2\"}",
                        "9:24: spec.executor.replicas: expected an integer >= 1, found \"2\"; leave the quotes out"),
                spec(
                        "executor: {replicas: [2]}",
                        "9:24: spec.executor.replicas: expected an integer >= 1, found a list"),
                spec(
                        "executor: {replicas: 99999999999}",
                        "9:24: spec.executor.replicas: expected an integer >= 1 and <= 2147483647, found the integer 99999999999"),
                spec(
                        "executor: {replicas: 0x0}",
                        "9:24: spec.executor.replicas: expected an integer >= 1, found the integer 0x0"),
                spec(
                        "executor: {cores: 0}",
                        "9:21: spec.executor.cores: expected an integer >= 1, found the integer 0"),
                spec("driver: {cores: many}", "9:19: spec.driver.cores: expected an integer >= 1, found \"many\""),
                spec(
                        "executor: {memory: 1lg}",
                        "9:22: spec.executor.memory: expected a memory size such as 512m, 2g or 2Gi, at least 64m, found \"1lg\""),
                spec(
                        "executor: {memory: 63m}",
                        "9:22: spec.executor.memory: expected a memory size such as 512m, 2g or 2Gi, at least 64m, found \"63m\""),
                spec(
                        "driver: {memory: 1024}",
                        "9:20: spec.driver.memory: expected a memory size such as 512m, 2g or 2Gi, at least 64m, found the integer 1024; put it in quotes: \"1024\""),
                spec(
                        "driver: {memory: 512k}",
                        "9:20: spec.driver.memory: expected a memory size such as 512m, 2g or 2Gi, at least 64m, found \"512k\""),
                spec(
                        "driver: {memory: 1 g}",
                        "9:20: spec.driver.memory: expected a memory size such as 512m, 2g or 2Gi, at least 64m, found \"1 g\""),
                spec(
                        "batchInterval: soon",
                        "9:18: spec.batchInterval: expected a duration such as 500ms, 10s or 5m, at least 1ms, found \"soon\""),
                spec(
                        "batchInterval: 0ms",
                        "9:18: spec.batchInterval: expected a duration such as 500ms, 10s or 5m, at least 1ms, found \"0ms\""),
                spec(
                        "batchInterval: 1sec",
                        "9:18: spec.batchInterval: expected a duration such as 500ms, 10s or 5m, at least 1ms, found \"1sec\""),
                spec(
                        "batchInterval: -1s",
                        "9:18: spec.batchInterval: expected a duration such as 500ms, 10s or 5m, at least 1ms, found \"-1s\""),
                spec(
                        "imagePullPolicy: Sometimes",
                        "9:20: spec.imagePullPolicy: expected one of Always, IfNotPresent, Never, found \"Sometimes\""),
                spec("suspend: maybe", "9:12: spec.suspend: expected true or false, found \"maybe\""),
                spec("suspend: yes", "9:12: spec.suspend: expected true or false, found the boolean yes"),
                spec("suspend: \"true\"", "9:12: spec.suspend: expected true or false, found \"true\""),
                template("env: {A: b}", "9:28: spec.driver.template.env: expected a list of maps, found a map"),
                template(
                        "env: [A]",
                        "9:29: spec.driver.template.env[0]: expected a map with name, value, valueFrom, found \"A\""),
                template(
                        "env: [{name: A, valeu: b}]",
                        "9:39: spec.driver.template.env[0].valeu: unknown field; did you mean value? Fields of spec.driver.template.env[0]: name, value, valueFrom"),
                template(
                        "env: [{name: A}, {name: B}, {name: A}]",
                        "9:58: spec.driver.template.env[2].name: \"A\" is also in line 9; no two entries may have the same name"),
                template(
                        "volumeMounts: [{mountPath: /a}]",
                        "9:38: spec.driver.template.volumeMounts[0].name: required and missing: at most 63 lower-case letters, digits and '-', starting and ending with a letter or digit. Name of a volume of the same pod template."),
                template(
                        "serviceAccountName: Default",
                        "9:43: spec.driver.template.serviceAccountName: expected a name of lower-case letters, digits, '-' and '.', starting and ending with a letter or digit, found \"Default\""),
                template(
                        "securityContext: {supplementalGroups: [one]}",
                        "9:62: spec.driver.template.securityContext.supplementalGroups[0]: expected an integer >= 0, found \"one\""),
                template(
                        "initContainers: [{name: a, image: b, ports: [{name: c, containerPort: 70000}]}]",
                        "9:93: spec.driver.template.initContainers[0].ports[0].containerPort: expected an integer from 1 to 65535, found the integer 70000"),
                spec(
                        "driver: {resources: {limits: {cpu: 1.5}}}",
                        "9:38: spec.driver.resources.limits[\"cpu\"]: expected a Kubernetes quantity such as 500m, 2 or 1Gi, found the number 1.5; put it in quotes: \"1.5\""),
                spec(
                        "driver: {resources: {limits: {memory: 1GB}}}",
                        "9:41: spec.driver.resources.limits[\"memory\"]: expected a Kubernetes quantity such as 500m, 2 or 1Gi, found \"1GB\""),
                spec("image: \"\"", "9:10: spec.image: expected from 1 to 512 characters, found 0"),
                spec(
                        "imagePullSecrets: ["
                                + IntStream.range(0, 17)
                                        .mapToObj(i -> "{name: a" + i + "}")
                                        .collect(Collectors.joining(", "))
                                + "]",
                        "9:21: spec.imagePullSecrets: expected at most 16 entries, found 17"),
                spec(
                        "restartPolicy: {maxFailures: 101}",
                        "9:32: spec.restartPolicy.maxFailures: expected an integer from 1 to 100, found the integer 101"),
                spec("conf: text", "9:9: spec.conf: expected a map of strings, found \"text\""),
                spec(
                        "conf: {a.b: 1}",
                        "9:15: spec.conf[\"a.b\"]: expected a string, found the integer 1; put it in quotes: \"1\""),
                spec(
                        "conf: {a.b: true}",
                        "9:15: spec.conf[\"a.b\"]: expected a string, found the boolean true; put it in quotes: \"true\""),
                spec(
                        "conf: {a.b: 1.5}",
                        "9:15: spec.conf[\"a.b\"]: expected a string, found the number 1.5; put it in quotes: \"1.5\""),
                spec("conf: {a.b: {c: d}}", "9:15: spec.conf[\"a.b\"]: expected a string, found a map"),
                spec("conf: {a.b:}", "9:14: spec.conf[\"a.b\"]: expected a string, found nothing"),
                spec("conf: {a: x, a: y}", "9:16: spec.conf[\"a\"]: set twice; it is also in line 9"),
                spec(
                        "conf: {millrace.executor.instances: \"3\"}",
                        "9:39: spec.conf[\"millrace.executor.instances\"]: has a field of its own: set spec.executor.replicas instead"),
                spec(
                        "conf: {millrace.app.args.0: x}",
                        "9:31: spec.conf[\"millrace.app.args.0\"]: has a field of its own: set spec.application.args instead"),
                spec(
                        "conf: {millrace.rpc.tls.certificate: x}",
                        "9:40: spec.conf[\"millrace.rpc.tls.certificate\"]: is set by the launcher or the operator; take it out"),
                spec(
                        "executors: {replicas: 2}",
                        "9:3: spec.executors: unknown field; did you mean executor? Fields of spec: image, imagePullPolicy, imagePullSecrets, application, batchInterval, conf, driver, executor, checkpoint, restartPolicy, suspend, restartNonce, upgradeMode, monitoring, ui"),
                spec(
                        "executor: {replica: 2}",
                        "9:14: spec.executor.replica: unknown field; did you mean replicas? Fields of spec.executor: replicas, cores, memory, resources, template"),
                spec(
                        "executor: {colour: red}",
                        "9:14: spec.executor.colour: unknown field. Fields of spec.executor: replicas, cores, memory, resources, template"),
                spec(
                        "replicas: 2",
                        "9:3: spec.replicas: unknown field; did you mean spec.executor.replicas? Fields of spec: image, imagePullPolicy, imagePullSecrets, application, batchInterval, conf, driver, executor, checkpoint, restartPolicy, suspend, restartNonce, upgradeMode, monitoring, ui"),
                spec(
                        "executor: 2",
                        "9:13: spec.executor: expected a map with replicas, cores, memory, resources, template, found the integer 2"),
                spec(
                        "executor: [a]",
                        "9:13: spec.executor: expected a map with replicas, cores, memory, resources, template, found a list"),
                spec("application: {mainClass: A}", "9:3: spec.application: set twice; it is also in line 6"),
                spec("? [a, b]\n  : c", "9:5: spec: expected a name, found a list"),
                spec("checkpoint: {}", "9:15: spec.checkpoint: expected exactly one of volume, existingClaim and uri"),
                spec(
                        "checkpoint: {uri: \"s3a://b/c\", existingClaim: d}",
                        "9:15: spec.checkpoint: expected exactly one of volume, existingClaim and uri"),
                spec(
                        "checkpoint: {uri: bucket}",
                        "9:21: spec.checkpoint.uri: expected a URI with a scheme, such as s3a://bucket/jobs/word-count, found \"bucket\""),
                spec(
                        "checkpoint: {volume: {}}",
                        "9:24: spec.checkpoint.volume.size: required and missing: a Kubernetes quantity such as 500Mi or 10Gi. Size of the volume. It can grow where the storage class allows it, and never shrinks."),
                spec(
                        "checkpoint: {volume: {size: 10lg}}",
                        "9:31: spec.checkpoint.volume.size: expected a Kubernetes quantity such as 500Mi or 10Gi, found \"10lg\""),
                spec(
                        "restartPolicy: {type: Always}",
                        "9:25: spec.restartPolicy.type: expected one of OnFailure, Never, found \"Always\""),
                spec(
                        "restartPolicy: {maxBackoff: 100ms}",
                        "9:31: spec.restartPolicy.maxBackoff: expected at least initialBackoff: raise maxBackoff, or lower initialBackoff"),
                spec(
                        "restartPolicy: {initialBackoff: 1m}",
                        "9:18: spec.restartPolicy.maxBackoff: expected at least initialBackoff: raise maxBackoff, or lower initialBackoff"),
                Arguments.of(
                        MINIMAL + "status: {}\n",
                        "9:1: status: unknown field. Fields of a StreamingJob: apiVersion, kind, metadata, spec"),
                changed(
                        "name: word-count",
                        "name: Word_Count",
                        "4:9: metadata.name: expected a name of at most 50 lower-case letters, digits and '-', starting with a letter and not ending with '-', found \"Word_Count\""),
                changed(
                        "name: word-count",
                        "name: 12",
                        "4:9: metadata.name: expected a name of at most 50 lower-case letters, digits and '-', starting with a letter and not ending with '-', found the integer 12; put it in quotes: \"12\""),
                changed(
                        "name: word-count",
                        "name: " + "a".repeat(51),
                        "4:9: metadata.name: expected a name of at most 50 lower-case letters, digits and '-', starting with a letter and not ending with '-', found \""
                                + "a".repeat(51) + "\""),
                changed(
                        "  name: word-count",
                        "  labels: {}",
                        "4:3: metadata.name: required and missing: a name of at most 50 lower-case letters, digits and '-', starting with a letter and not ending with '-'. Name of the job. Pods and services on a cluster are named after it."),
                changed(
                        "jar: local:///opt",
                        "jar: /opt",
                        "7:10: spec.application.jar: expected local:// and an absolute path, such as local:///opt/millrace/examples/word-count.jar, or an http(s) URL together with sha256, found \"/opt/millrace/examples/word-count.jar\""),
                changed(
                        "jar: local:///opt",
                        "jar: https://example.org",
                        "7:10: spec.application.jar: a jar from an http(s) URL needs its checksum: add sha256"),
                changed(
                        "mainClass: dev.",
                        "mainClass: dev/",
                        "8:16: spec.application.mainClass: expected the full name of a Java class, such as com.example.WordCount, found \"dev/millrace.examples.WordCount\""),
                changed(
                        "    mainClass: dev.millrace.examples.WordCount",
                        "    args: [a]",
                        "7:5: spec.application.mainClass: required and missing: the full name of a Java class, such as com.example.WordCount. Class with the program's main method."),
                Arguments.of(
                        MINIMAL + "    args: a\n",
                        "9:11: spec.application.args: expected a list of strings, found \"a\""),
                Arguments.of(
                        MINIMAL + "    args: [a, 7]\n",
                        "9:15: spec.application.args[1]: expected a string, found the integer 7; put it in quotes: \"7\""),
                Arguments.of(
                        MINIMAL + "    sha256: abc\n",
                        "9:13: spec.application.sha256: expected the 64 lower-case hexadecimal digits of a SHA-256 checksum, found \"abc\""),
                changed(
                        "apiVersion: millrace.dev/v1",
                        "apiVersion: millrace.dev/v2",
                        "1:13: apiVersion: expected millrace.dev/v1, found \"millrace.dev/v2\""),
                changed(
                        "apiVersion: millrace.dev/v1\n",
                        "",
                        "1:1: apiVersion: required and missing: millrace.dev/v1. Version of the resource's schema."),
                changed(
                        "kind: StreamingJob",
                        "kind: Deployment\nreplicas: 3",
                        "2:7: kind: expected StreamingJob, found \"Deployment\""),
                Arguments.of("", "the file is empty; expected the manifest of a StreamingJob"),
                Arguments.of("# nothing\n---\n", "the file is empty; expected the manifest of a StreamingJob"),
                Arguments.of(
                        "- a\n- b\n",
                        "1:1: expected a StreamingJob, a map with apiVersion, kind, metadata and spec, found a list"),
                Arguments.of(
                        "hello\n",
                        "1:1: expected a StreamingJob, a map with apiVersion, kind, metadata and spec, found \"hello\""),
                Arguments.of(
                        MINIMAL + "---\n" + MINIMAL,
                        "10:1: expected one document, found a second one here; put each StreamingJob into a file of its own"),
                Arguments.of(
                        MINIMAL + "\tconf: {}\n",
                        "9:1: not valid YAML: a tab cannot be used for indentation; use spaces"),
                Arguments.of(
                        MINIMAL + "  conf: {a: b\n",
                        "10:1: not valid YAML: expected ',' or '}', but got <stream end> (while parsing a flow mapping)"),
                Arguments.of(
                        MINIMAL + " conf: {}\n",
                        "9:2: not valid YAML: expected <block end>, but found '<block mapping start>' (while parsing a block mapping)"),
                Arguments.of(MINIMAL + "  conf: *none\n", "9:9: not valid YAML: found undefined alias none"));
    }

    @ParameterizedTest
    @MethodSource("oneProblem")
    void refusesWithPlaceFieldAndExpectation(String text, String expected) {
        assertEquals(List.of(expected), problems(text));
    }

    @Test
    void reportsAllProblemsInTheOrderOfTheFile() {
        assertEquals(
                List.of(
                        "4:9: metadata.name",
                        "6:3: spec.batchIntervall",
                        "8:5: spec.application.mainClass",
                        "10:15: spec.executor.replicas",
                        "11:13: spec.executor.memory"),
                problems("""
                                apiVersion: millrace.dev/v1
                                kind: StreamingJob
                                metadata:
                                  name: -
                                spec:
                                  batchIntervall: 1s
                                  application:
                                    jar: local:///a.jar
                                  executor:
                                    replicas: two
                                    memory: 1lg
                                """.replace("name: -", "name: \"-\"")).stream()
                        .map(problem -> problem.replaceFirst("^(\\S+ \\S+):.*", "$1"))
                        .toList());
    }

    @Test
    void refusesAMissingFile() {
        Path missing = directory.resolve("none.yaml");
        ManifestException e = assertThrows(ManifestException.class, () -> new ManifestReader().read(missing));
        assertEquals(missing + ": no such file; expected the path of a StreamingJob's manifest", e.getMessage());
    }

    @Test
    void refusesADirectory() {
        ManifestException e = assertThrows(ManifestException.class, () -> new ManifestReader().read(directory));
        assertEquals(directory + ": is a directory; expected the path of a StreamingJob's manifest", e.getMessage());
    }

    @Test
    void refusesWhatIsNoText() throws IOException {
        Path file = directory.resolve("binary.yaml");
        Files.write(file, new byte[] {(byte) 0xff, (byte) 0xfe, 0x00});
        ManifestException e = assertThrows(ManifestException.class, () -> new ManifestReader().read(file));
        assertEquals(file + ": is not UTF-8 text; expected the manifest of a StreamingJob", e.getMessage());
    }

    @Test
    void refusesControlCharacters() {
        assertEquals(1, problems(MINIMAL + "  batchInterval: \u0007\n").size());
    }

    @Test
    void refusesANestingThatIsTooDeep() {
        assertEquals(1, problems("[".repeat(200)).size());
    }

    private static Arguments spec(String line, String expected) {
        return Arguments.of(MINIMAL + "  " + line + "\n", expected);
    }

    private static Arguments template(String line, String expected) {
        return spec("driver: {template: {" + line + "}}", expected);
    }

    private static Arguments changed(String from, String to, String expected) {
        return Arguments.of(MINIMAL.replace(from, to), expected);
    }

    private Manifest read(String text) throws IOException, ManifestException {
        return new ManifestReader().read(file(text));
    }

    private List<String> problems(String text) {
        ManifestException e = assertThrows(ManifestException.class, () -> read(text));
        return e.problems().stream()
                .map(problem -> problem.toString().substring(problem.file().length()))
                .map(problem -> problem.replaceFirst("^: ?", ""))
                .toList();
    }

    private Path file(String text) throws IOException {
        return Files.writeString(directory.resolve("job.yaml"), text, StandardCharsets.UTF_8);
    }
}
