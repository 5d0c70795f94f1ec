package dev.millrace.image;

import java.util.regex.Pattern;

/**
 * Name and tag of an image, such as {@code millrace/runtime:0.1.0}.
 *
 * @param repository the part before the tag
 * @param tag the part after the last colon
 */
record ImageName(String repository, String tag) {
    private static final Pattern FORM =
            Pattern.compile("[a-z0-9][a-z0-9._-]*(:[0-9]+)?(/[a-z0-9][a-z0-9._-]*)*:[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}");

    /** @throws ImageException when the text is no name with a tag */
    static ImageName parse(String text) {
        if (!FORM.matcher(text).matches()) {
            throw new ImageException("--name: expected name:tag such as millrace/runtime:0.1.0, found \"" + text + '"');
        }
        int colon = text.lastIndexOf(':');
        return new ImageName(text.substring(0, colon), text.substring(colon + 1));
    }

    /** With the registry that a container runtime adds to a name without one. */
    String qualified() {
        int slash = repository.indexOf('/');
        String first = slash < 0 ? "" : repository.substring(0, slash);
        boolean hasRegistry = first.contains(".") || first.contains(":") || first.equals("localhost");
        return hasRegistry ? toString() : "docker.io/" + (slash < 0 ? "library/" : "") + this;
    }

    @Override
    public String toString() {
        return repository + ":" + tag;
    }
}
