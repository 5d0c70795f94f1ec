package dev.millrace.image;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;

/** Small images for tests. */
final class TestImages {
    static final Instant TIME = Instant.parse("2026-01-01T00:00:00Z");

    private TestImages() {}

    static Layer layer(Path directory, String name, Consumer<LayerContent> filling) {
        LayerContent content = new LayerContent();
        filling.accept(content);
        return new LayerWriter(directory, TIME).write(name, content);
    }

    static OciImage image(Layer... layers) {
        OciImage image = new OciImage(ImageConfig.empty(TIME), List.of());
        for (Layer layer : layers) {
            image = image.with("a layer", layer);
        }
        return image;
    }
}
