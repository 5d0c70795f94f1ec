package dev.millrace.crds.v1;

/** Kubernetes quantities as manifests write them, such as {@code 500m} or {@code 2Gi}. */
public final class QuantityText {
    public static final String PATTERN = "^[0-9]+([.][0-9]+)?(m|k|M|G|T|P|Ki|Mi|Gi|Ti|Pi)?$";
    public static final String EXPECTED = "a Kubernetes quantity such as 500m, 2 or 1Gi";

    private QuantityText() {}
}
