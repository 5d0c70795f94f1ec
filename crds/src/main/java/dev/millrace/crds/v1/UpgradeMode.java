package dev.millrace.crds.v1;

/** How a job goes on after a change that restarts it. */
public enum UpgradeMode {
    /** From its last committed batch. */
    FromCheckpoint,
    /** Anew: the checkpoint that is there is put aside. */
    Stateless
}
