/**
 * Makes container images: one of each service and one of the command, without a Docker engine, and the same bytes from the
 * same input (docs/operations/images.md).
 */
package io.dayreel.images;
