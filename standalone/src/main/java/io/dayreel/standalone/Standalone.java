package io.dayreel.standalone;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.HashMap;
import java.util.Map;

/**
 * {@code dayreel up}: all services, a Kafka broker and a directory as object store in one JVM. Turns its options into
 * the same configuration that the services have anywhere else, then lets Quarkus run them.
 */
@QuarkusMain
public final class Standalone {
    private Standalone() {}

    public static void main(String... arguments) throws IOException {
        StandaloneOptions options;
        try {
            options = StandaloneOptions.parse(arguments);
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.exit(2);
            return;
        }
        options.data().prepare();
        configuration(options).forEach(Standalone::setUnlessGiven);
        Quarkus.run();
    }

    private static Map<String, String> configuration(StandaloneOptions options) throws IOException {
        int brokerPort = freePort();
        Map<String, String> settings = new HashMap<>();
        settings.put("quarkus.http.host", options.host());
        settings.put("quarkus.http.port", Integer.toString(options.port()));
        settings.put("dayreel.standalone.data", options.data().root().toString());
        settings.put("dayreel.standalone.broker-port", Integer.toString(brokerPort));
        settings.put("dayreel.kafka.bootstrap-servers", "127.0.0.1:" + brokerPort);
        settings.put(
                "dayreel.object-store.location",
                options.data().objects().toUri().toString());
        options.tls().ifPresent(tls -> {
            settings.put("dayreel.tls.port", Integer.toString(tls.port()));
            settings.put("dayreel.tls.directory", options.data().keys().toString());
            tls.certificate().ifPresent(file -> settings.put("dayreel.tls.certificate", file.toString()));
            tls.key().ifPresent(file -> settings.put("dayreel.tls.key", file.toString()));
        });
        return settings;
    }

    private static void setUnlessGiven(String key, String value) {
        if (System.getProperty(key) == null) {
            System.setProperty(key, value);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
