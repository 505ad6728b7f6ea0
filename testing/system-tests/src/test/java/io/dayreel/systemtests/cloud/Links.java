package io.dayreel.systemtests.cloud;

import io.dayreel.systemtests.cloud.ProcessCloud.Service;
import java.net.URI;
import java.util.List;

/** How the parts of a cloud reach each other, straight unless said otherwise; the cloud closes it. Instances are named as their state is. */
public interface Links extends AutoCloseable {
    /** Arguments of the broker's process, so that it can be reached as {@link #kafka} says. */
    default List<String> brokerArguments() {
        return List.of();
    }

    /** Where an instance finds the broker that listens on {@code direct}. */
    default String kafka(String instance, String direct) {
        return direct;
    }

    /** Where an instance finds the store that listens on {@code direct}. */
    default URI store(URI direct) {
        return direct;
    }

    /** Where others find one instance that listens on {@code direct}. */
    default URI instance(String instance, URI direct) {
        return direct;
    }

    /** Where others find a service, whichever instance answers. */
    URI service(Service service, List<URI> instances);

    @Override
    void close();

    /** Straight to the part itself; a service's first instance answers for all. */
    static Links direct() {
        return new Links() {
            @Override
            public URI service(Service service, List<URI> instances) {
                return instances.get(0);
            }

            @Override
            public void close() {
                // Nothing stands between.
            }
        };
    }
}
