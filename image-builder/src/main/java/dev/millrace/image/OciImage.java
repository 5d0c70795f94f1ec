package dev.millrace.image;

import java.util.ArrayList;
import java.util.List;

/** An image: its configuration, and its layers from the lowest to the highest. */
record OciImage(ImageConfig config, List<Layer> layers) {
    OciImage {
        layers = List.copyOf(layers);
    }

    /** This image with one more layer on top. */
    OciImage with(String description, Layer layer) {
        List<Layer> all = new ArrayList<>(layers);
        all.add(layer);
        return new OciImage(config.withLayer(description, layer), all);
    }

    OciImage with(ImageConfig other) {
        return new OciImage(other, layers);
    }

    /** Sum of the compressed layers in bytes: what a node pulls that has none of them. */
    long compressedSize() {
        return layers.stream().mapToLong(Layer::size).sum();
    }
}
