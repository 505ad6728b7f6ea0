package io.dayreel.cli.upload;

import java.io.IOException;

/** The server will not have it, now or later. The message is meant for the user. */
final class UploadRefused extends IOException {
    private static final long serialVersionUID = 1L;

    UploadRefused(String message) {
        super(message);
    }

    /** @param what was asked for @param answer neither good nor for later */
    static UploadRefused of(String what, Answer answer) {
        String detail = answer.body().path("detail").asText();
        return new UploadRefused(
                switch (answer.status()) {
                    case 401 ->
                        "the server refuses the token: it is missing, wrong or expired (give --token or DAYREEL_TOKEN)";
                    case 403 -> "the server refuses: " + detail;
                    case 413 ->
                        what + " is too large for the server (" + detail + "): cut smaller ones with"
                                + " --part-duration or --part-size";
                    case 404, 405, 501 ->
                        "this server takes no uploads: " + (detail.isEmpty() ? "status " + answer.status() : detail);
                    default ->
                        "the server refuses " + what + ": " + (detail.isEmpty() ? "status " + answer.status() : detail);
                });
    }
}
