package dev.millrace.image.runtime;

import dev.millrace.image.testing.ImageContract;
import java.io.IOException;
import java.util.List;

/** What the runtime's image holds and how a container runtime finds it. */
class ImageContentIT extends ImageContract {
    ImageContentIT() throws IOException {
        super(
                "millrace/runtime",
                "dev.millrace.runtime.DriverMain",
                List.of(
                        "lib64",
                        "opt/java/lib/modules",
                        "opt/millrace/lib/netty-common-",
                        "opt/millrace/lib/millrace-engine-",
                        "opt/millrace/class-data.jsa",
                        "opt/millrace/examples/word-count.jar"));
    }
}
