package dev.millrace.rdd;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.MillraceException;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Saves a data set as a directory of files that appears whole, by one rename.
 *
 * <pre>
 *   claim     is the target there? another run of this batch may replace it, anything else is an error
 *   stage     tasks write hidden files into .TARGET.millrace-...     (FileWrite)
 *   complete  winners get their names, the manifest and _SUCCESS are written; all is forced to the disk
 *   publish   the directory gets its name; what is there with the same records already stays as it is
 * </pre>
 *
 * <p>A driver that dies between two steps leaves a hidden directory, which the next one deletes. Runs on the driver.
 */
final class FileOutput<T> {
    private static final Logger LOG = LoggerFactory.getLogger(FileOutput.class);
    private static final String SUCCESS = "_SUCCESS";

    /** Two drivers that publish at once meet a few times at most: one of them is refused soon. */
    private static final int TRIES = 10;

    private final String operation;
    private final RDD<T> rdd;
    private final Path target;
    private final FileForm form;
    private final @Nullable Class<? extends CompressionCodec> codec;
    private final OutputDisk disk;
    private final OutputManifest identity;

    FileOutput(
            String operation,
            RDD<T> rdd,
            String directory,
            FileForm form,
            @Nullable Class<? extends CompressionCodec> codec,
            OutputDisk disk) {
        this.operation = operation;
        this.rdd = rdd;
        this.target = InputFiles.path(directory).toAbsolutePath().normalize();
        this.form = form;
        this.codec = codec;
        this.disk = disk;
        MillraceContext context = rdd.context();
        JobDescription job = context.currentJob();
        this.identity = new OutputManifest(
                context.appName(),
                context.id(),
                job.batchTime().isPresent() ? context.driverEpoch() : Optional.empty(),
                job.batchTime(),
                List.of());
    }

    static <T> void save(
            String operation,
            RDD<T> rdd,
            String directory,
            FileForm form,
            @Nullable Class<? extends CompressionCodec> codec) {
        Codecs.of(codec); // a codec that cannot be made fails here, and not in each task
        new FileOutput<>(operation, rdd, directory, form, codec, OutputDisk.LOCAL).save();
    }

    /** @throws MillraceException FILE when the target is there already and not this batch's, or the disk fails */
    void save() {
        Path parent = target.getParent();
        if (parent == null || target.getFileName() == null) {
            throw refuse("expected a directory that can be made, found " + target);
        }
        Path staging = StagingName.of(target, identity.epoch());
        try {
            if (Files.exists(target)) {
                requireReplaceable();
            }
            disk.createDirectories(parent);
            cleanUp(parent);
            disk.createDirectories(staging);
            List<FileWrite.Staged> files = stage(staging);
            OutputManifest manifest = complete(staging, files);
            publish(staging, manifest);
            disk.force(parent);
        } catch (IOException e) {
            delete(staging, e);
            throw new MillraceException(ErrorCode.FILE, operation + ": cannot write " + target + ": " + e, e);
        } catch (RuntimeException e) {
            delete(staging, e);
            throw e;
        }
    }

    /** What is there must be of an earlier run of this very batch. */
    private OutputManifest requireReplaceable() throws IOException {
        OutputManifest found = OutputManifest.of(target)
                .orElseThrow(() -> refuse(target + " exists already: name a new directory or remove this one"));
        if (found.driver().equals(identity.driver())
                && found.batch().equals(identity.batch())
                && identity.batch().isPresent()) {
            throw new MillraceException(
                    ErrorCode.GRAPH,
                    operation + ": " + target
                            + " was written in this batch already: give each output a directory of its" + " own");
        }
        if (!identity.isAnotherRunOf(found)) {
            throw refuse(target + " exists already, written by job \"" + found.job() + "\""
                    + (identity.batch().isPresent() && identity.epoch().isEmpty()
                            ? "; only a job with a checkpoint can write a batch again"
                            : "")
                    + ": name a new directory or remove this one");
        }
        long newer = found.epoch().orElseThrow().number();
        long own = identity.epoch().orElseThrow().number();
        if (newer > own) {
            throw new MillraceException(
                    ErrorCode.FENCED,
                    operation + ": " + target + " was written by a newer driver of this job, of epoch " + newer
                            + "; this one has epoch " + own + " and writes nothing any more");
        }
        return found;
    }

    /** Deletes what earlier drivers left beside the target; once for each directory, so that no batch lists it. */
    private void cleanUp(Path parent) throws IOException {
        Optional<DriverEpoch> epoch = identity.epoch();
        if (epoch.isEmpty() || !rdd.context().isFirstOutputTo(parent)) {
            return;
        }
        for (String name : disk.list(parent)) {
            if (StagingName.isOfEarlier(name, epoch.get())) {
                LOG.info("deleting {}, which an earlier driver left in {}", name, parent);
                disk.delete(parent.resolve(name));
            }
        }
    }

    private List<FileWrite.Staged> stage(Path staging) {
        int partitions = rdd.getNumPartitions();
        FileWrite.Staged[] files = new FileWrite.Staged[partitions];
        rdd.context().runJob(rdd, new FileWrite<T>(form, codec, staging), (position, file) -> files[position] = file);
        return List.of(files);
    }

    private OutputManifest complete(Path staging, List<FileWrite.Staged> files) throws IOException {
        Set<String> winners = new HashSet<>();
        List<WrittenFile> written = new ArrayList<>();
        for (FileWrite.Staged file : files) {
            winners.add(file.hiddenName());
            written.add(file.file());
        }
        for (String name : disk.list(staging)) { // before files get their names: what is not a winner's goes
            if (!winners.contains(name)) {
                disk.delete(staging.resolve(name));
            }
        }
        for (FileWrite.Staged file : files) {
            disk.move(
                    staging.resolve(file.hiddenName()),
                    staging.resolve(file.file().name()));
        }
        OutputManifest manifest = identity.withFiles(written);
        disk.write(staging.resolve(OutputManifest.NAME), manifest.toBytes());
        disk.write(staging.resolve(SUCCESS), new byte[0]);
        disk.force(staging);
        return manifest;
    }

    private void publish(Path staging, OutputManifest manifest) throws IOException {
        for (int tries = 1; ; tries++) {
            if (Files.exists(target)) {
                OutputManifest found = requireReplaceable();
                if (found.hasSameRecordsAs(manifest)) {
                    disk.delete(staging);
                    return;
                }
                setAside();
            }
            try {
                disk.move(staging, target);
                return;
            } catch (FileSystemException e) {
                if (tries == TRIES || !isTaken(e)) {
                    throw e;
                }
            }
        }
    }

    private boolean isTaken(FileSystemException failure) {
        return failure instanceof DirectoryNotEmptyException
                || failure instanceof FileAlreadyExistsException
                || Files.exists(target);
    }

    /** A later driver has other records for the batch: after a rewind, or from a program that was changed. */
    private void setAside() throws IOException {
        Path old = StagingName.of(target, identity.epoch());
        LOG.warn("{} has other records than this run of its batch: replacing it", target);
        disk.move(target, old);
        disk.delete(old);
    }

    private void delete(Path staging, Exception failure) {
        try {
            disk.delete(staging);
        } catch (IOException | RuntimeException e) {
            failure.addSuppressed(e);
        }
    }

    private MillraceException refuse(String reason) {
        return new MillraceException(ErrorCode.FILE, Objects.requireNonNull(operation) + ": " + reason);
    }
}
