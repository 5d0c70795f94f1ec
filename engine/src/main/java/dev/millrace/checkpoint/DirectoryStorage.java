package dev.millrace.checkpoint;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A directory of this machine, or of a volume that is mounted. */
public final class DirectoryStorage implements Storage {
    private final Path root;

    /** @param root made when it is not there yet, by the first file */
    public DirectoryStorage(Path root) {
        this.root = root.toAbsolutePath().normalize();
    }

    @Override
    public boolean create(String name, byte[] content) throws IOException {
        Path file = place(name);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            write(channel, content);
        } catch (FileAlreadyExistsException e) {
            return false;
        }
        force(parent(file));
        return true;
    }

    @Override
    public Log createLog(String name) throws IOException {
        Path file = place(name);
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        try {
            force(parent(file));
            return new FileLog(channel);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    private static void write(FileChannel channel, byte[] bytes) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
        channel.force(false); // data and length; other times than those of the content do not matter
    }

    private static final class FileLog implements Log {
        private final FileChannel channel;
        private long length;

        FileLog(FileChannel channel) {
            this.channel = channel;
        }

        @Override
        public void append(byte[] bytes) throws IOException {
            write(channel, bytes);
            length += bytes.length;
        }

        @Override
        public long length() {
            return length;
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }

    @Override
    public boolean exists(String name) {
        return Files.exists(root.resolve(name));
    }

    @Override
    public byte[] read(String name) throws IOException {
        return Files.readAllBytes(root.resolve(name));
    }

    @Override
    public byte[] read(String name, long offset, int length) throws IOException {
        try (FileChannel channel = FileChannel.open(root.resolve(name), StandardOpenOption.READ)) {
            ByteBuffer buffer = ByteBuffer.allocate(length);
            while (buffer.hasRemaining()) {
                if (channel.read(buffer, offset + buffer.position()) < 0) {
                    throw new EOFException(name + " ends before byte " + (offset + length));
                }
            }
            return buffer.array();
        }
    }

    @Override
    public List<String> list(String folder) throws IOException {
        Path directory = root.resolve(folder);
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> String.valueOf(file.getFileName()))
                    .sorted()
                    .toList();
        }
    }

    @Override
    public void delete(String name) throws IOException {
        Files.deleteIfExists(root.resolve(name));
    }

    @Override
    public String location() {
        return root.toString();
    }

    /** Where the file goes; the directories on the way are made, each so that it survives a crash. */
    private Path place(String name) throws IOException {
        Path file = root.resolve(name);
        makeDirectories(parent(file));
        return file;
    }

    private static void makeDirectories(Path directory) throws IOException {
        List<Path> missing = new ArrayList<>();
        for (Path at = directory; at != null && !Files.isDirectory(at); at = at.getParent()) {
            missing.add(0, at);
        }
        for (Path made : missing) {
            try {
                Files.createDirectory(made);
            } catch (FileAlreadyExistsException e) {
                if (!Files.isDirectory(made)) {
                    throw e;
                }
            }
            force(parent(made));
        }
    }

    private static Path parent(Path path) {
        Path parent = path.getParent();
        return parent == null ? path : parent;
    }

    /** Makes the names in a directory survive a crash. */
    private static void force(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
