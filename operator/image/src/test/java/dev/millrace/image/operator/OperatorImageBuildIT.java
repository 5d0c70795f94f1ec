package dev.millrace.image.operator;

import dev.millrace.image.testing.ImageBuild;

/** The builder on the inputs of the operator's image. */
class OperatorImageBuildIT extends ImageBuild {}
