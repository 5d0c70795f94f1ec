package dev.millrace.crds.v1;

/**
 * The rule that a checkpoint stays where it is while its job runs. It is a rule of the whole job, since only the status says
 * whether the job has come to rest: {@code suspend} says no more than that it shall.
 */
final class CheckpointPlace {
    private static final String AT_REST = "oldSelf.spec.suspend && (!has(oldSelf.status) || !has(oldSelf.status.phase)"
            + " || oldSelf.status.phase == 'Suspended')";

    // Written out by has(): the API server cannot tell what optional values would cost, and refuses the rule.
    private static final String SAME_URI = "has(self.spec.checkpoint.uri) == has(oldSelf.spec.checkpoint.uri)"
            + " && (!has(self.spec.checkpoint.uri) || self.spec.checkpoint.uri == oldSelf.spec.checkpoint.uri)";
    private static final String SAME_CLAIM =
            "has(self.spec.checkpoint.existingClaim) == has(oldSelf.spec.checkpoint.existingClaim)"
                    + " && (!has(self.spec.checkpoint.existingClaim)"
                    + " || self.spec.checkpoint.existingClaim == oldSelf.spec.checkpoint.existingClaim)";
    private static final String SAME_CLASS = "has(self.spec.checkpoint.volume.storageClassName)"
            + " == has(oldSelf.spec.checkpoint.volume.storageClassName)"
            + " && (!has(self.spec.checkpoint.volume.storageClassName)"
            + " || self.spec.checkpoint.volume.storageClassName == oldSelf.spec.checkpoint.volume.storageClassName)";
    private static final String SAME_VOLUME = "has(self.spec.checkpoint.volume) == has(oldSelf.spec.checkpoint.volume)"
            + " && (!has(self.spec.checkpoint.volume) || " + SAME_CLASS + ")";

    static final String STAYS = AT_REST + " || has(self.spec.checkpoint) == has(oldSelf.spec.checkpoint)"
            + " && (!has(self.spec.checkpoint) || " + SAME_URI + " && " + SAME_CLAIM + " && " + SAME_VOLUME + ")";

    static final String MOVED = "the checkpoint's place cannot change while the job runs:"
            + " set suspend: true, wait for the phase Suspended, then change it";

    private CheckpointPlace() {}
}
