package dev.millrace.rdd;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.MillraceException;
import java.io.IOException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What an output directory holds, and whose it is; {@link #NAME} in the directory itself. Lines of UTF-8, fields with a space
 * between them:
 *
 * <pre>
 *   millrace-files 1
 *   job NAME                    percent-encoded
 *   driver ID                   one of its kind for each start of a driver
 *   checkpoint ID EPOCH         when the driver had one
 *   batch TIME                  when it is of a stream
 *   file NAME BYTES RECORDS DIGEST   for each file; DIGEST in hexadecimal
 *   end FILES                   the number of files; without this line the manifest is cut off
 * </pre>
 *
 * @param job name of the application
 * @param driver id of the driver's context
 * @param epoch of the driver; empty without a checkpoint
 * @param batch time in milliseconds; empty outside a stream
 */
record OutputManifest(
        String job, String driver, Optional<DriverEpoch> epoch, OptionalLong batch, List<WrittenFile> files) {
    static final String NAME = ".millrace-manifest";
    private static final String FIRST_LINE = "millrace-files 1";

    OutputManifest {
        files = List.copyOf(files);
    }

    OutputManifest withFiles(List<WrittenFile> written) {
        return new OutputManifest(job, driver, epoch, batch, written);
    }

    /** Whether this is the same batch of the same job, of another start of its driver. */
    boolean isAnotherRunOf(OutputManifest other) {
        return batch.isPresent()
                && batch.equals(other.batch)
                && epoch.isPresent()
                && other.epoch.isPresent()
                && epoch.get().isComparableTo(other.epoch.get())
                && !driver.equals(other.driver);
    }

    /** Whether the files hold the same records, each in whatever order. */
    boolean hasSameRecordsAs(OutputManifest other) {
        if (files.size() != other.files.size()) {
            return false;
        }
        for (int i = 0; i < files.size(); i++) {
            if (!files.get(i).hasSameRecordsAs(other.files.get(i))) {
                return false;
            }
        }
        return true;
    }

    byte[] toBytes() {
        StringBuilder text = new StringBuilder(FIRST_LINE).append('\n');
        text.append("job ")
                .append(URLEncoder.encode(job, StandardCharsets.UTF_8))
                .append('\n');
        text.append("driver ").append(driver).append('\n');
        epoch.ifPresent(of -> text.append("checkpoint ")
                .append(of.checkpoint())
                .append(' ')
                .append(of.number())
                .append('\n'));
        batch.ifPresent(time -> text.append("batch ").append(time).append('\n'));
        for (WrittenFile file : files) {
            text.append("file ")
                    .append(file.name())
                    .append(' ')
                    .append(file.bytes())
                    .append(' ')
                    .append(file.records())
                    .append(' ')
                    .append(Long.toHexString(file.digest()))
                    .append('\n');
        }
        return text.append("end ").append(files.size()).append('\n').toString().getBytes(StandardCharsets.UTF_8);
    }

    /**
     * The manifest of a directory; empty when it has none.
     *
     * @throws MillraceException FILE when it is cut off, or of a newer format
     */
    static Optional<OutputManifest> of(Path directory) throws IOException {
        Path file = directory.resolve(NAME);
        try {
            return Optional.of(parse(file, Files.readAllLines(file)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    private static OutputManifest parse(Path file, List<String> lines) {
        if (lines.isEmpty() || !lines.get(0).equals(FIRST_LINE)) {
            throw refuse(file, "expected \"" + FIRST_LINE + "\" in its first line");
        }
        String job = "";
        String driver = "";
        Optional<DriverEpoch> epoch = Optional.empty();
        OptionalLong batch = OptionalLong.empty();
        List<WrittenFile> files = new ArrayList<>();
        try {
            for (String line : lines.subList(1, lines.size())) {
                String[] field = line.split(" ", -1);
                switch (field[0]) {
                    case "job" -> job = URLDecoder.decode(field[1], StandardCharsets.UTF_8);
                    case "driver" -> driver = field[1];
                    case "checkpoint" -> epoch = Optional.of(new DriverEpoch(field[1], Long.parseLong(field[2])));
                    case "batch" -> batch = OptionalLong.of(Long.parseLong(field[1]));
                    case "file" ->
                        files.add(new WrittenFile(
                                plainName(field[1]),
                                Long.parseLong(field[2]),
                                Long.parseLong(field[3]),
                                Long.parseUnsignedLong(field[4], 16)));
                    case "end" -> {
                        if (Integer.parseInt(field[1]) == files.size()) {
                            return new OutputManifest(job, driver, epoch, batch, files);
                        }
                    }
                    default -> throw refuse(file, "it has a line that begins with \"" + field[0] + "\"");
                }
            }
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            throw refuse(file, "a line is not as it should be (" + e.getMessage() + ")");
        }
        throw refuse(file, "it is cut off");
    }

    /** A manifest may come from anywhere, and must not lead anywhere else. */
    private static String plainName(String name) {
        if (!name.matches("[A-Za-z0-9][A-Za-z0-9._-]*")) {
            throw new IllegalArgumentException("\"" + name + "\" is no name of a file");
        }
        return name;
    }

    private static MillraceException refuse(Path file, String reason) {
        return new MillraceException(
                ErrorCode.FILE,
                "cannot use the manifest " + file + ": " + reason
                        + ". Files that are to be read without it: delete it");
    }
}
