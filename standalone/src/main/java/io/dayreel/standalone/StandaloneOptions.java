package io.dayreel.standalone;

import java.nio.file.Path;

/**
 * What standalone is started with.
 *
 * @param host address to listen on; loopback unless told otherwise
 * @param port HTTP port, 1–65535
 * @param data everything that is kept
 */
record StandaloneOptions(String host, int port, DataDirectory data) {
    static final String USAGE = "usage: dayreel up [--port 8080] [--host 127.0.0.1] [--data DIR]";

    StandaloneOptions {
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException("--port must be 1–65535 but is " + port + "\n" + USAGE);
        }
    }

    /** @throws IllegalArgumentException with a message for the person who typed it */
    static StandaloneOptions parse(String... arguments) {
        String host = "127.0.0.1";
        int port = 8080;
        Path data = Path.of("data");
        for (int i = 0; i < arguments.length; i += 2) {
            String value = i + 1 < arguments.length ? arguments[i + 1] : null;
            if (value == null) {
                throw new IllegalArgumentException(arguments[i] + " needs a value\n" + USAGE);
            }
            switch (arguments[i]) {
                case "--host" -> host = value;
                case "--port" -> port = number(value);
                case "--data" -> data = Path.of(value);
                default -> throw new IllegalArgumentException("unknown option " + arguments[i] + "\n" + USAGE);
            }
        }
        return new StandaloneOptions(host, port, new DataDirectory(data));
    }

    private static int number(String value) {
        try {
            return Integer.parseInt(value);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("--port must be a number but is '" + value + "'\n" + USAGE, e);
        }
    }
}
