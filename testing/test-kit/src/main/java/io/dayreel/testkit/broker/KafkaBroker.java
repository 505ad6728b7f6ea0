package io.dayreel.testkit.broker;

import io.dayreel.broker.EmbeddedBroker;
import io.dayreel.broker.EmbeddedBrokerSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * A real broker for tests, started when first needed. As {@code @RegisterExtension static} field it belongs to one test
 * class; as {@code @ExtendWith(KafkaBroker.class)} the test takes it as a parameter. {@link #shared()} is one for the
 * whole JVM, quicker where tests use topics of their own names ({@link #uniqueTopic}).
 */
public final class KafkaBroker implements BeforeAllCallback, AfterAllCallback, ParameterResolver {
    private static final long ADMIN_LIMIT_SECONDS = 30;

    private final boolean ownedByClass;
    private final Map<String, String> settings;
    private Path directory;
    private EmbeddedBroker broker;
    private Admin admin;

    /** A broker for one test class. */
    public KafkaBroker() {
        this(true, Map.of());
    }

    private KafkaBroker(boolean ownedByClass, Map<String, String> settings) {
        this.ownedByClass = ownedByClass;
        this.settings = settings;
    }

    /** A broker for one test class, with Kafka settings that win over the embedded broker's own. */
    public static KafkaBroker with(Map<String, String> settings) {
        return new KafkaBroker(true, Map.copyOf(settings));
    }

    /** The JVM's one broker, started by the first caller and stopped with the JVM. */
    public static KafkaBroker shared() {
        return Shared.BROKER;
    }

    /** Address for {@code bootstrap.servers}. Starts the broker if it is not running. */
    public String bootstrapServers() {
        return running().bootstrapServers();
    }

    /** A name that no other test uses. */
    public static String uniqueTopic(String prefix) {
        return prefix + "-" + UUID.randomUUID().toString().substring(0, 8);
    }

    /** Creates a topic with one replica and returns once clients can use it. */
    public String createTopic(String name, int partitions, Map<String, String> configs) {
        createTopics(List.of(new NewTopic(name, partitions, (short) 1).configs(new HashMap<>(configs))));
        return name;
    }

    /** Creates a topic with the broker's default configuration. */
    public String createTopic(String name, int partitions) {
        return createTopic(name, partitions, Map.of());
    }

    /** Creates topics as they are described, and returns once clients can use them. */
    public void createTopics(Collection<NewTopic> topics) {
        try {
            admin().createTopics(topics).all().get(ADMIN_LIMIT_SECONDS, TimeUnit.SECONDS);
            awaitTopics(topics.stream().map(NewTopic::name).toList());
        } catch (ExecutionException | TimeoutException e) {
            throw new AssertionError("topics were not created: " + topics, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while creating topics", e);
        }
    }

    /** The controller says that topics are created a moment before the broker knows them. */
    private void awaitTopics(List<String> names) throws ExecutionException, InterruptedException, TimeoutException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(ADMIN_LIMIT_SECONDS);
        while (!admin().listTopics()
                .names()
                .get(ADMIN_LIMIT_SECONDS, TimeUnit.SECONDS)
                .containsAll(names)) {
            if (System.nanoTime() > deadline) {
                throw new TimeoutException("the broker does not know " + names);
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
        }
    }

    /** An admin client that belongs to this fixture: do not close it. */
    public synchronized Admin admin() {
        if (admin == null) {
            admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers()));
        }
        return admin;
    }

    /** Stops the broker and starts it again on the same data and port, as an operator's restart does. */
    public synchronized void restart() {
        EmbeddedBroker before = running();
        int port = Integer.parseInt(before.bootstrapServers().split(":")[1]);
        before.close();
        broker = EmbeddedBroker.start(settings().withListenerPort(port));
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        running();
    }

    @Override
    public void afterAll(ExtensionContext context) {
        if (ownedByClass) {
            stop();
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == KafkaBroker.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return this;
    }

    private synchronized EmbeddedBroker running() {
        if (broker == null) {
            directory = temporaryDirectory();
            broker = EmbeddedBroker.start(settings());
        }
        return broker;
    }

    private EmbeddedBrokerSettings settings() {
        EmbeddedBrokerSettings all = EmbeddedBrokerSettings.in(directory);
        for (Map.Entry<String, String> setting : settings.entrySet()) {
            all = all.with(setting.getKey(), setting.getValue());
        }
        return all;
    }

    private synchronized void stop() {
        if (admin != null) {
            admin.close();
            admin = null;
        }
        if (broker != null) {
            broker.close();
            broker = null;
            deleteTree(directory);
        }
    }

    private static Path temporaryDirectory() {
        try {
            return Files.createTempDirectory("dayreel-broker-");
        } catch (IOException e) {
            throw new UncheckedIOException("no temporary directory for the broker", e);
        }
    }

    private static void deleteTree(Path root) {
        try (var paths = Files.walk(root)) {
            paths.sorted(Comparator.reverseOrder())
                    .forEach(path -> path.toFile().delete());
        } catch (IOException | UncheckedIOException e) {
            System.err.println("left behind: " + root + " (" + e.getMessage() + ")");
        }
    }

    private static final class Shared {
        static final KafkaBroker BROKER = new KafkaBroker(false, Map.of());

        static {
            Runtime.getRuntime().addShutdownHook(new Thread(BROKER::stop, "dayreel-testkit-broker-stop"));
        }

        private Shared() {}
    }
}
