package dev.millrace.crds.manifest;

import dev.millrace.crds.resource.StreamingJobResource;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.crdv2.generator.CRDGenerator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.Yaml;

/**
 * The CRD as the types have it: what fabric8's generator makes of the resource class, completed with what that generator has
 * no annotation for (see {@link SchemaRefinement}).
 */
final class CrdDocument {
    private static final String HEADER = """
            # Generated from the types in crds/ (see docs/decisions/0009-crd-from-records.md): change those, then run
            #   mvn -pl crds test -Dtest='CustomResourceDefinitionTest,ManifestReferenceTest' -Dmillrace.docs.write=true
            """;

    private CrdDocument() {}

    /** The document's text; the same types always give the same text. */
    static String text(Path directory) throws IOException {
        Map<String, Object> crd = generate(directory);
        Map<String, Object> version = version(crd);
        SchemaRefinement.refine(map(map(version, "schema"), "openAPIV3Schema"));
        version.put("additionalPrinterColumns", columnsInOrder(version));
        return HEADER + PackedYaml.text(crd);
    }

    /** The one version of a CRD. */
    static Map<String, Object> version(Map<String, Object> crd) {
        return elements(map(crd, "spec"), "versions").get(0);
    }

    /** The columns in the order of the annotations; the generator sorts them by their path. */
    private static List<Map<String, Object>> columnsInOrder(Map<String, Object> version) {
        List<String> order = Arrays.stream(
                        StreamingJobResource.class.getAnnotationsByType(AdditionalPrinterColumn.class))
                .map(AdditionalPrinterColumn::name)
                .toList();
        return elements(version, "additionalPrinterColumns").stream()
                .sorted(Comparator.comparing(column -> order.indexOf(String.valueOf(column.get("name")))))
                .toList();
    }

    @SuppressWarnings("unchecked") // YAML maps have strings as keys here
    static Map<String, Object> map(Map<String, Object> parent, String key) {
        return (Map<String, Object>) parent.get(key);
    }

    @SuppressWarnings("unchecked") // as above
    static List<Map<String, Object>> elements(Map<String, Object> parent, String key) {
        return (List<Map<String, Object>>) parent.get(key);
    }

    private static Map<String, Object> generate(Path directory) throws IOException {
        new CRDGenerator()
                .customResourceClasses(StreamingJobResource.class)
                .forCRDVersions("v1")
                .inOutputDir(directory.toFile())
                .generate();
        return new Yaml().load(Files.readString(directory.resolve("streamingjobs.millrace.dev-v1.yml")));
    }
}
