package io.dayreel.images;

import com.google.cloud.tools.jib.api.InvalidImageReferenceException;
import com.google.cloud.tools.jib.api.Jib;
import com.google.cloud.tools.jib.api.JibContainerBuilder;
import com.google.cloud.tools.jib.api.TarImage;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What images are built on: it has a Java runtime, glibc and libstdc++.
 *
 * @param reference a file that ends in {@code .tar}, as {@code make-base} writes it, or a reference in a registry
 */
record Base(String reference) {
    Base {
        if (isTar(reference) && !Files.exists(Path.of(reference))) {
            throw new IllegalArgumentException("the base " + reference + " is missing: run images/make-base");
        }
    }

    boolean isTar() {
        return isTar(reference);
    }

    /** Where its packages are listed, if it came out of {@code make-base}. */
    Path packages() {
        return Path.of(isTar() ? reference.replaceFirst("\\.tar$", ".packages") : "no-packages-are-known");
    }

    /** What it is called in labels: a file's folder is nobody's business. */
    String label() {
        return isTar() ? Path.of(reference).getFileName().toString() : reference;
    }

    JibContainerBuilder begin() throws InvalidImageReferenceException {
        return isTar() ? Jib.from(TarImage.at(Path.of(reference))) : Jib.from(reference);
    }

    private static boolean isTar(String reference) {
        return reference.endsWith(".tar");
    }
}
