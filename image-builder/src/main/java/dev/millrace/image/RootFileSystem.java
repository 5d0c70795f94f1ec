package dev.millrace.image;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/**
 * The files of an image in a directory of this machine, where programs can be run as they would run in a container:
 * with this directory as their root, mounts and process numbers of their own.
 */
final class RootFileSystem {
    private static final String REMOVED = ".wh.";
    private static final int MOST_LINKS = 40; // what Linux follows

    private final Path root;

    private RootFileSystem(Path root) {
        this.root = root;
    }

    /** Unpacks the layers of an image, lowest first; owners are not kept. */
    static RootFileSystem unpack(OciImage image, Path root) {
        try {
            Files.createDirectories(root);
            for (Layer layer : image.layers()) {
                unpack(layer, root);
            }
            for (String mountPoint : List.of("proc", "tmp", "dev")) {
                Files.createDirectories(root.resolve(mountPoint));
            }
            return new RootFileSystem(root);
        } catch (IOException e) {
            throw new ImageException("cannot unpack the image into " + root + ": " + e, e);
        }
    }

    Path resolve(String path) {
        return root.resolve(path.substring(1));
    }

    /** The words that run a program in it: root's as they are, another user's in a user namespace of their own. */
    List<String> command(List<String> program) {
        boolean isRoot = "root".equals(System.getProperty("user.name"));
        List<String> words = new ArrayList<>(List.of("unshare", "--mount", "--pid", "--fork", "--kill-child"));
        if (!isRoot) {
            words.add("--map-root-user");
        }
        words.addAll(List.of("--root=" + root.toAbsolutePath(), "--wd=/", "--mount-proc"));
        words.addAll(program);
        return words;
    }

    private static void unpack(Layer layer, Path root) throws IOException {
        if (!layer.mediaType().endsWith("gzip")) {
            throw new ImageException("cannot unpack a layer of type " + layer.mediaType() + "; expected one with gzip");
        }
        List<TarArchiveEntry> directories = new ArrayList<>();
        try (InputStream file = new BufferedInputStream(Files.newInputStream(layer.blob()), 1 << 16);
                TarArchiveInputStream tar = new TarArchiveInputStream(new GZIPInputStream(file, 1 << 16))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                Path path = inside(root, entry.getName());
                String name = String.valueOf(path.getFileName());
                Files.createDirectories(path.getParent());
                if (name.startsWith(REMOVED)) {
                    delete(path.resolveSibling(name.substring(REMOVED.length())));
                } else if (entry.isDirectory()) {
                    Files.createDirectories(path);
                    directories.add(entry);
                } else {
                    delete(path);
                    unpack(entry, tar, root, path);
                }
            }
        }
        for (TarArchiveEntry directory : directories) {
            keep(directory, inside(root, directory.getName()));
        }
    }

    private static void unpack(TarArchiveEntry entry, InputStream in, Path root, Path path) throws IOException {
        if (entry.isSymbolicLink()) {
            Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
        } else if (entry.isLink()) {
            Files.createLink(path, inside(root, entry.getLinkName()));
        } else if (entry.isFile()) {
            Files.copy(in, path, StandardCopyOption.REPLACE_EXISTING);
            keep(entry, path);
        }
    }

    /** Time and permissions; Java checks the times of jars against its class-data archive. */
    private static void keep(TarArchiveEntry entry, Path path) throws IOException {
        Set<PosixFilePermission> permissions = EnumSet.noneOf(PosixFilePermission.class);
        PosixFilePermission[] all = PosixFilePermission.values(); // from the owner's to the others', as in a mode
        for (int bit = 0; bit < all.length; bit++) {
            if ((entry.getMode() & (0400 >> bit)) != 0) {
                permissions.add(all[bit]);
            }
        }
        Files.setPosixFilePermissions(path, permissions);
        Files.getFileAttributeView(path, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                .setTimes(FileTime.from(entry.getLastModifiedDate().toInstant()), null, null);
    }

    /** The path of an entry, with links among its parents followed inside of the root, as a container would follow them. */
    private static Path inside(Path root, String name) throws IOException {
        Path path = root;
        List<String> parts = new ArrayList<>(List.of(name.split("/+")));
        for (int links = 0; !parts.isEmpty(); ) {
            String part = parts.remove(0);
            if (part.isEmpty() || part.equals(".")) {
                continue;
            }
            Path next = part.equals("..") ? path.getParent() : path.resolve(part);
            if (next == null || !next.startsWith(root) || links > MOST_LINKS) {
                throw new ImageException("a layer has an entry outside of the image: " + name);
            }
            if (!parts.isEmpty() && Files.isSymbolicLink(next)) {
                String target = Files.readSymbolicLink(next).toString();
                parts.addAll(0, List.of(target.split("/+")));
                next = target.startsWith("/") ? root : path;
                links++;
            }
            path = next;
        }
        return path;
    }

    private static void delete(Path path) throws IOException {
        if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
            try (Stream<Path> below = Files.walk(path)) {
                for (Path each : below.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(each);
                }
            }
        } else {
            Files.deleteIfExists(path);
        }
    }
}
