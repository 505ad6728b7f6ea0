package io.dayreel.runtime.wiring;

import io.dayreel.runtime.tls.SelfMadeCertificate;
import io.smallrye.config.ConfigSourceContext;
import io.smallrye.config.ConfigSourceFactory;
import io.smallrye.config.ConfigValue;
import io.smallrye.config.PropertiesConfigSource;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.config.spi.ConfigSource;

/**
 * Turns {@link TlsSettings} into Quarkus' own settings, before Quarkus reads them, and makes a key pair where none was
 * given. Found by the service loader; without {@code dayreel.tls.port} it says nothing.
 */
public final class TlsConfiguration implements ConfigSourceFactory {
    private static final String NAME = "dayreel";
    private static final String KEY_STORE = "quarkus.tls." + NAME + ".key-store.";

    /** Above the defaults, below everything that an operator sets. */
    private static final int ORDINAL = 200;

    @Override
    public Iterable<ConfigSource> getConfigSources(ConfigSourceContext context) {
        Optional<String> port = value(context, "port");
        if (port.isEmpty()) {
            return List.of();
        }
        Map<String, String> settings = new HashMap<>();
        settings.put("quarkus.http.ssl-port", port.get());
        settings.put("quarkus.http.tls-configuration-name", NAME);
        settings.put(
                "quarkus.http.insecure-requests", value(context, "plain-http").orElse("enabled"));
        settings.putAll(keyStore(context));
        return List.of(new PropertiesConfigSource(settings, "dayreel.tls", ORDINAL));
    }

    private static Map<String, String> keyStore(ConfigSourceContext context) {
        Optional<String> certificate = value(context, "certificate");
        Optional<String> key = value(context, "key");
        if (certificate.isPresent() != key.isPresent()) {
            throw new IllegalArgumentException(
                    "dayreel.tls.certificate and dayreel.tls.key belong together: set both, or none for a self-made pair");
        }
        if (certificate.isPresent()) {
            return Map.of(
                    KEY_STORE + "pem.0.cert", certificate.get(),
                    KEY_STORE + "pem.0.key", key.get(),
                    "quarkus.tls." + NAME + ".reload-period",
                            value(context, "reload").orElse("PT1H"));
        }
        Path directory = Path.of(
                value(context, "directory").orElseGet(() -> System.getProperty("java.io.tmpdir") + "/dayreel-tls"));
        List<String> names = new ArrayList<>(ownNames());
        value(context, "names").ifPresent(given -> names.addAll(Arrays.asList(given.split("\\s*,\\s*"))));
        SelfMadeCertificate made = SelfMadeCertificate.in(directory, names);
        return Map.of(
                KEY_STORE + "p12.path",
                made.keyStore().toString(),
                KEY_STORE + "p12.password",
                SelfMadeCertificate.PASSWORD);
    }

    private static Optional<String> value(ConfigSourceContext context, String key) {
        ConfigValue value = context.getValue("dayreel.tls." + key);
        return Optional.ofNullable(value == null ? null : value.getValue()).filter(text -> !text.isBlank());
    }

    private static List<String> ownNames() {
        List<String> names = new ArrayList<>(List.of("localhost", "127.0.0.1"));
        try {
            for (NetworkInterface each : Collections.list(NetworkInterface.getNetworkInterfaces())) {
                each.inetAddresses()
                        .map(InetAddress::getHostAddress)
                        .filter(address -> address.indexOf('%') < 0)
                        .forEach(names::add);
            }
            names.add(InetAddress.getLocalHost().getHostName());
        } catch (SocketException | UnknownHostException e) {
            return names; // a machine that does not know itself: what is known so far, and dayreel.tls.names
        }
        return names;
    }
}
