package io.dayreel.systemtests.images;

/** Images cannot be made or started on this machine; the message says what is missing. */
public final class NoImagesHereException extends Exception {
    private static final long serialVersionUID = 1L;

    NoImagesHereException(String why) {
        super(why);
    }
}
