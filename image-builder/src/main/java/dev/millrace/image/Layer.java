package dev.millrace.image;

import java.nio.file.Path;

/**
 * A layer as images have it.
 *
 * @param blob the compressed archive
 * @param mediaType how it is compressed
 * @param digest of the compressed bytes
 * @param diffId digest of the archive before compression
 * @param size of the compressed bytes
 */
record Layer(Path blob, String mediaType, String digest, String diffId, long size) {
    static final String GZIP = "application/vnd.oci.image.layer.v1.tar+gzip";
}
