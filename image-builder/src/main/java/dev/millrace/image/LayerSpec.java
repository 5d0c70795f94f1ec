package dev.millrace.image;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Files that go into a layer, as the command line has them: {@code NAME=SOURCE:TARGET}.
 *
 * @param layer name of the layer
 * @param source file or directory of this machine
 * @param target absolute path in the image
 */
record LayerSpec(String layer, Path source, String target) {
    private static final Pattern FORM = Pattern.compile("([a-z][a-z0-9-]*)=(.+):(/[^:]*[^:/])");

    /** @throws ImageException when the text has another form, or the source is not there */
    static LayerSpec parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw new ImageException("--layer: expected NAME=SOURCE:/TARGET, found \"" + text + '"');
        }
        Path source = Path.of(matcher.group(2));
        if (!Files.exists(source)) {
            throw new ImageException("--layer: no such file or directory: " + source + ", in \"" + text + '"');
        }
        return new LayerSpec(matcher.group(1), source, matcher.group(3));
    }
}
