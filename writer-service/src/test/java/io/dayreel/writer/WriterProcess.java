package io.dayreel.writer;

import io.dayreel.testkit.process.Readiness;
import io.dayreel.testkit.process.ServiceCommand;
import io.dayreel.testkit.process.ServiceProcess;
import io.dayreel.testkit.s3.S3Server;
import java.nio.file.Path;

/** The packaged service as a process of its own. */
final class WriterProcess {
    private static final Path JAR = Path.of("target", "quarkus-app", "quarkus-run.jar");

    private WriterProcess() {}

    static ServiceProcess start(String instance, WriterRig rig, S3Server s3, String bucket, Path directory) {
        return command(instance, rig, s3, bucket, directory).start();
    }

    /** To add settings to before it starts. */
    static ServiceCommand command(String instance, WriterRig rig, S3Server s3, String bucket, Path directory) {
        return ServiceCommand.jar(instance, JAR)
                .jvm("-Xmx256m")
                .shortLived()
                .property("quarkus.http.port", "0")
                .property("dayreel.instance.id", instance)
                .property("dayreel.kafka.bootstrap-servers", rig.broker().bootstrapServers())
                .property("dayreel.topics.prefix", rig.names().prefix())
                .property("dayreel.topics.partitions", Integer.toString(rig.partitions()))
                .property("dayreel.object-store.location", "s3://" + bucket)
                .property("dayreel.object-store.endpoint", s3.endpoint().toString())
                .property("dayreel.object-store.access-key", s3.credentials().accessKey())
                .property("dayreel.object-store.secret-key", s3.credentials().secretKey())
                .property(
                        "dayreel.writer.state-directory",
                        directory.resolve("spool-" + instance).toString())
                .property("dayreel.writer.segment-max-size", "1M")
                .property("dayreel.writer.commit-period", "PT1S")
                .property("dayreel.writer.session-timeout", "PT6S")
                .property("dayreel.writer.transaction-timeout", "PT5S")
                .readyWhen(Readiness.logLine("Listening on: http://[^:]+:(\\d+)"));
    }

    /** The address of one of its pages. */
    static String address(ServiceProcess process, String path) {
        return "http://127.0.0.1:" + process.readyMatch().group(1) + path;
    }
}
