package io.dayreel.standalone.wiring;

import io.dayreel.broker.EmbeddedBroker;
import io.dayreel.broker.EmbeddedBrokerSettings;
import io.dayreel.standalone.DataDirectory;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.BeforeDestroyed;
import jakarta.enterprise.event.Observes;

/** Owns the embedded broker: up before any service starts, down after the last one stopped. */
@ApplicationScoped
public class BrokerLifecycle {
    private final StandaloneSettings settings;
    private EmbeddedBroker broker;

    BrokerLifecycle(StandaloneSettings settings) {
        this.settings = settings;
    }

    void start(@Observes @Priority(1) StartupEvent event) {
        broker = EmbeddedBroker.start(EmbeddedBrokerSettings.in(new DataDirectory(settings.data()).broker())
                .withListenerPort(settings.brokerPort()));
    }

    void stop(@Observes @BeforeDestroyed(ApplicationScoped.class) @Priority(Integer.MAX_VALUE) Object event) {
        if (broker != null) {
            broker.close();
        }
    }
}
