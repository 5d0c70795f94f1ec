package dev.millrace.operator.act;

import io.fabric8.kubernetes.api.model.HasMetadata;

/** An object has the name that one of a job's should have, and is somebody else's. */
public final class ForeignObjectException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ForeignObjectException(HasMetadata object) {
        super(object.getKind() + " " + object.getMetadata().getName()
                + " exists and does not belong to the job: give the job another name, or delete the object");
    }
}
