package dev.millrace.crds.resource;

import dev.millrace.crds.v1.StreamingJobSpec;
import dev.millrace.crds.v1.status.StreamingJobStatus;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Categories;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Kind;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Singular;
import io.fabric8.kubernetes.model.annotation.Version;

/**
 * A StreamingJob in a cluster. Its metadata can be changed, as the client wants it; spec and status are immutable values
 * that are replaced as a whole.
 */
@Group("millrace.dev")
@Version("v1")
@Kind("StreamingJob")
@Singular("streamingjob")
@Plural("streamingjobs")
@ShortNames("sj")
@Categories("millrace")
@AdditionalPrinterColumn(name = "Phase", jsonPath = ".status.phase", type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(
        name = "Executors",
        jsonPath = ".status.executors.summary",
        type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(
        name = "Interval",
        jsonPath = ".status.batchInterval",
        type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(
        name = "Delay",
        jsonPath = ".status.lastBatch.delay",
        type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(name = "Rate", jsonPath = ".status.lastBatch.rate", type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(
        name = "Batch",
        jsonPath = ".status.lastBatch.number",
        type = AdditionalPrinterColumn.Type.INTEGER,
        priority = 1)
@AdditionalPrinterColumn(
        name = "Reason",
        jsonPath = ".status.reason",
        type = AdditionalPrinterColumn.Type.STRING,
        priority = 1)
@AdditionalPrinterColumn(
        name = "Age",
        jsonPath = ".metadata.creationTimestamp",
        type = AdditionalPrinterColumn.Type.DATE)
public class StreamingJobResource extends CustomResource<StreamingJobSpec, StreamingJobStatus> implements Namespaced {
    private static final long serialVersionUID = 1L;
}
