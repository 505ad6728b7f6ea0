package io.dayreel.benchmarks.baseline;

import java.io.IOException;
import java.io.OutputStream;

/** The bare relay as a process: {@code RelayMain BOOTSTRAP PORT}. Prints {@code ready}; ends with its input. */
public final class RelayMain {
    private RelayMain() {}

    /** See the class. */
    public static void main(String[] arguments) throws IOException {
        Relay relay = Relay.start(arguments[0], Integer.parseInt(arguments[1]));
        try {
            System.out.println("ready");
            System.in.transferTo(OutputStream.nullOutputStream());
        } finally {
            relay.close();
        }
    }
}
