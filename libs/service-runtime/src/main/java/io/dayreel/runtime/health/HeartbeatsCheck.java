package io.dayreel.runtime.health;

import io.dayreel.runtime.log.LogEvents;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Liveness;

/** Live while no part is dead. What is dead is logged, since the answer is lost with the restart that follows it. */
@Liveness
@ApplicationScoped
class HeartbeatsCheck implements HealthCheck {
    private static final LogEvents LOG = LogEvents.of(HeartbeatsCheck.class);

    private final Heartbeats heartbeats;

    HeartbeatsCheck(Heartbeats heartbeats) {
        this.heartbeats = heartbeats;
    }

    @Override
    public HealthCheckResponse call() {
        HealthCheckResponseBuilder response = HealthCheckResponse.named("dayreel");
        boolean live = true;
        for (Map.Entry<String, Optional<String>> part : heartbeats.problems().entrySet()) {
            Optional<String> problem = part.getValue();
            response.withData(part.getKey(), problem.orElse("ok"));
            problem.ifPresent(reason -> LOG.warn("part-dead", "part", part.getKey(), "reason", reason));
            live &= problem.isEmpty();
        }
        return response.status(live).build();
    }
}
