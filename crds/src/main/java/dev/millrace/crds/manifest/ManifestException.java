package dev.millrace.crds.manifest;

import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/** A manifest that cannot be used, with everything that is wrong with it in the order of the file. */
public final class ManifestException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient List<Problem> problems;

    ManifestException(List<Problem> problems) {
        super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
        this.problems = List.copyOf(problems);
    }

    /** The problems, one a line. */
    @Override
    public String getMessage() {
        return Objects.toString(super.getMessage(), "");
    }

    /** At least one problem. */
    public List<Problem> problems() {
        return problems;
    }
}
