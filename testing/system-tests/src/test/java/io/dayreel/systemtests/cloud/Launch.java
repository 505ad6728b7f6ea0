package io.dayreel.systemtests.cloud;

import io.dayreel.systemtests.cloud.ProcessCloud.Service;
import io.dayreel.testkit.media.SampleFootage;
import io.dayreel.testkit.process.ServiceCommand;
import java.nio.file.Path;
import java.util.Map;

/** How a service's process comes about: out of its jar, or out of its image. The cloud closes it. */
public interface Launch extends AutoCloseable {

    /**
     * One process.
     *
     * @param own its directory on this machine, for what it keeps
     * @param configuration by the names of configuration keys
     */
    record Instance(Service service, String id, Path own, Map<String, String> configuration) {}

    /** Where a process finds its own directory. */
    Path state(Path own);

    /** Where a process finds the installation's keys. */
    Path keys(Path keys);

    /** The process, all but how it is known to be ready. */
    ServiceCommand command(Instance instance);

    @Override
    void close();

    /** The jar that the build made, in a small JVM. */
    static Launch jars() {
        return new Launch() {
            @Override
            public Path state(Path own) {
                return own;
            }

            @Override
            public Path keys(Path keys) {
                return keys;
            }

            @Override
            public ServiceCommand command(Instance instance) {
                Path jar = SampleFootage.repositoryRoot()
                        .resolve(instance.service().moduleName())
                        .resolve("target/quarkus-app/quarkus-run.jar");
                ServiceCommand command =
                        ServiceCommand.jar(instance.id(), jar).jvm("-Xmx256m").shortLived();
                instance.configuration().forEach(command::property);
                return command;
            }

            @Override
            public void close() {
                // Nothing is left of it.
            }
        };
    }
}
