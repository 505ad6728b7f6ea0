package io.dayreel.images;

import java.nio.file.Path;
import java.time.Instant;

/**
 * What a build makes.
 *
 * @param java path of java in the base
 * @param labels what all images say of themselves
 * @param destination where they go
 * @param work folder for what is made on the way; it can be deleted
 */
record BuildPlan(Base base, String java, Labels labels, Destination destination, Path work) {

    /**
     * What all images say of themselves.
     *
     * @param version of Dayreel, the images' tag too
     * @param revision of the source
     * @param source where the source is; empty for nowhere
     * @param created a fixed time, the same for the same source
     */
    record Labels(String version, String revision, String source, Instant created) {}

    /** Where images go. */
    sealed interface Destination {
        /** A file {@code <name>.tar} each, as {@code docker load} takes it, named as in {@code registry}. */
        record Tars(Path directory, String registry) implements Destination {}

        /** A registry with the path in it, such as {@code ghcr.io/dayreel}. @param insecure HTTP is taken too */
        record Registry(String registry, boolean insecure) implements Destination {}
    }
}
