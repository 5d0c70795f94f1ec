package dev.millrace.crds.v1;

/** The forms of names that Kubernetes has, and how they are put in words. */
public final class KubernetesNames {
    public static final String LABEL = "^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$";
    public static final String LABEL_EXPECTED =
            "at most 63 lower-case letters, digits and '-', starting and ending with a letter or digit";

    public static final String SUBDOMAIN = "^[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?$";
    public static final String SUBDOMAIN_EXPECTED =
            "a name of lower-case letters, digits, '-' and '.', starting and ending with a letter or digit";

    public static final String PORT_NAME = "^[a-z0-9]([-a-z0-9]{0,13}[a-z0-9])?$";
    public static final String PORT_NAME_EXPECTED =
            "at most 15 lower-case letters, digits and '-', starting and ending with a letter or digit";

    public static final String VARIABLE = "^[A-Za-z_.-][A-Za-z0-9_.-]*$";
    public static final String VARIABLE_EXPECTED =
            "the name of an environment variable: letters, digits, '_', '.' and '-', not starting with a digit";

    private KubernetesNames() {}
}
