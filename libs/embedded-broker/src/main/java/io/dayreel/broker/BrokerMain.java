package io.dayreel.broker;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/**
 * An embedded broker as a process of its own: {@code BrokerMain --data DIR [--port PORT] [--listener
 * PORT:ADVERTISED_PORT]...}. Prints {@code ready host:port} on standard output once it serves clients, and runs until
 * SIGTERM. Exit status: 2 for wrong arguments, 1 if it did not start.
 */
public final class BrokerMain {
    private static final String USAGE =
            "usage: BrokerMain --data DIR [--port PORT] [--listener PORT:ADVERTISED_PORT]...";

    private BrokerMain() {}

    /** See the class. */
    public static void main(String[] arguments) throws InterruptedException {
        if (System.getProperty("java.util.logging.manager") == null) {
            System.setProperty("java.util.logging.manager", "org.jboss.logmanager.LogManager");
        }
        EmbeddedBrokerSettings settings = parse(arguments);
        EmbeddedBroker broker = start(settings);
        Runtime.getRuntime().addShutdownHook(new Thread(broker::close, "dayreel-broker-shutdown"));
        System.out.println("ready " + broker.bootstrapServers());
        new CountDownLatch(1).await();
    }

    private static EmbeddedBroker start(EmbeddedBrokerSettings settings) {
        try {
            return EmbeddedBroker.start(settings);
        } catch (BrokerStartException e) {
            throw exit(1, e.getMessage());
        }
    }

    private static EmbeddedBrokerSettings parse(String[] arguments) {
        Path data = null;
        int port = 0;
        Map<Integer, Integer> further = new LinkedHashMap<>();
        try {
            for (int i = 0; i + 1 < arguments.length; i += 2) {
                switch (arguments[i]) {
                    case "--data" -> data = Path.of(arguments[i + 1]);
                    case "--port" -> port = Integer.parseInt(arguments[i + 1]);
                    case "--listener" -> {
                        String[] ports = arguments[i + 1].split(":", 2);
                        further.put(Integer.valueOf(ports[0]), Integer.valueOf(ports[ports.length - 1]));
                    }
                    default -> throw exit(2, "unknown option " + arguments[i] + "; " + USAGE);
                }
            }
            if (data == null || arguments.length % 2 != 0) {
                throw exit(2, USAGE);
            }
            EmbeddedBrokerSettings settings = EmbeddedBrokerSettings.in(data).withListenerPort(port);
            for (Map.Entry<Integer, Integer> listener : further.entrySet()) {
                settings = settings.withFurtherListener(listener.getKey(), listener.getValue());
            }
            return settings;
        } catch (IllegalArgumentException e) {
            throw exit(2, e.getMessage() + "; " + USAGE);
        }
    }

    private static AssertionError exit(int status, String message) {
        System.err.println(message);
        System.exit(status);
        return new AssertionError("the JVM has exited");
    }
}
