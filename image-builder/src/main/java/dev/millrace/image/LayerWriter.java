package dev.millrace.image;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/** Writes layers whose bytes depend on their entries alone: sorted, of one time, owned by root. */
final class LayerWriter {
    private final Path directory;
    private final Instant time;

    /**
     * @param directory where the blobs go
     * @param time of every entry
     */
    LayerWriter(Path directory, Instant time) {
        this.directory = directory;
        this.time = time;
    }

    /** Writes a layer into a file named after it. */
    Layer write(String name, LayerContent content) {
        Path blob = directory.resolve(name + ".tar.gz");
        MessageDigest compressed = Digests.sha256();
        MessageDigest plain = Digests.sha256();
        try {
            try (OutputStream file = new BufferedOutputStream(Files.newOutputStream(blob), 1 << 16);
                    OutputStream gzip = new GZIPOutputStream(new DigestOutputStream(file, compressed), 1 << 16);
                    TarArchiveOutputStream tar = new TarArchiveOutputStream(
                            new DigestOutputStream(gzip, plain), StandardCharsets.UTF_8.name())) {
                tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
                tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
                for (Map.Entry<String, Entry> entry : content.entries().entrySet()) {
                    write(tar, entry.getKey().substring(1), entry.getValue());
                }
            }
            return new Layer(blob, Layer.GZIP, Digests.finish(compressed), Digests.finish(plain), Files.size(blob));
        } catch (IOException e) {
            throw new ImageException("cannot write the layer " + name + " to " + blob + ": " + e, e);
        }
    }

    private void write(TarArchiveOutputStream tar, String path, Entry entry) throws IOException {
        // Java 17 has no exhaustive switch over sealed types.
        if (entry instanceof Entry.Directory directory) {
            tar.putArchiveEntry(header(path + "/", TarConstants.LF_DIR, directory.mode(), 0));
        } else if (entry instanceof Entry.Link link) {
            TarArchiveEntry header = header(path, TarConstants.LF_SYMLINK, 0777, 0);
            header.setLinkName(link.target());
            tar.putArchiveEntry(header);
        } else if (entry instanceof Entry.Content content) {
            tar.putArchiveEntry(header(path, TarConstants.LF_NORMAL, content.mode(), content.bytes().length));
            tar.write(content.bytes());
        } else if (entry instanceof Entry.File file) {
            tar.putArchiveEntry(header(path, TarConstants.LF_NORMAL, file.mode(), Files.size(file.source())));
            Files.copy(file.source(), tar);
        }
        tar.closeArchiveEntry();
    }

    private TarArchiveEntry header(String path, byte type, int mode, long size) {
        TarArchiveEntry header = new TarArchiveEntry(path, type);
        header.setMode(mode);
        header.setSize(size);
        header.setModTime(time.toEpochMilli());
        header.setIds(0, 0);
        header.setNames("", "");
        return header;
    }
}
