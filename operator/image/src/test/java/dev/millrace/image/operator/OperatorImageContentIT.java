package dev.millrace.image.operator;

import dev.millrace.image.testing.ImageContract;
import java.io.IOException;
import java.util.List;

/** What the operator's image holds and how a container runtime finds it. */
class OperatorImageContentIT extends ImageContract {
    OperatorImageContentIT() throws IOException {
        super(
                "millrace/operator",
                "io.quarkus.runner.GeneratedMain",
                List.of(
                        "lib64",
                        "opt/java/lib/modules",
                        "opt/millrace/lib/io.fabric8.kubernetes-client-",
                        "opt/millrace/quarkus/generated-bytecode.jar",
                        "opt/millrace/class-data.jsa"));
    }
}
