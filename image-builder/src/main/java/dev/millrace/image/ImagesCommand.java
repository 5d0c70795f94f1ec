package dev.millrace.image;

import picocli.CommandLine;

/** The builder. */
@CommandLine.Command(
        name = "millrace-image",
        description = "Builds container images without a container engine.",
        mixinStandardHelpOptions = true,
        subcommands = {BuildCommand.class, MergeClassesCommand.class})
final class ImagesCommand {}
