package io.dayreel.runtime.health;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/** Ready when every condition is fulfilled. */
@Readiness
@ApplicationScoped
class ConditionsCheck implements HealthCheck {
    private final Conditions conditions;

    ConditionsCheck(Conditions conditions) {
        this.conditions = conditions;
    }

    @Override
    public HealthCheckResponse call() {
        HealthCheckResponseBuilder response = HealthCheckResponse.named("dayreel");
        boolean up = true;
        for (Condition condition : conditions.all()) {
            response.withData(condition.name(), condition.problem().orElse("ok"));
            up &= condition.isOk();
        }
        return response.status(up).build();
    }
}
