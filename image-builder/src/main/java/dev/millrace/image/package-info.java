/**
 * Builds container images without a container engine: layers from Debian packages, a Java runtime, jars and a class-data
 * archive, written as an OCI tar whose bytes depend on nothing but its inputs. A build tool: no part of it is in an image.
 */
@NullMarked
package dev.millrace.image;

import org.jspecify.annotations.NullMarked;
