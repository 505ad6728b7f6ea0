package io.dayreel.images;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A jar in an image.
 *
 * @param file on this machine
 * @param path in the image, below the application's folder
 * @param sha256 of the file
 */
record Library(Path file, String path, Coordinates coordinates, String sha256) {

    static Library of(Path file, String path, Coordinates coordinates) {
        return new Library(file, path, coordinates, sha256(file));
    }

    private static String sha256(Path file) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be read", e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** Equal in two images: the same bytes at the same place. */
    String identity() {
        return sha256 + " " + path;
    }
}
