package dev.millrace.operator.plan;

import dev.millrace.operator.model.Defaults;
import java.time.Duration;

/**
 * What the operator's own configuration says about plans.
 *
 * @param resync how long a job goes without a look at most, whatever events say
 * @param statusInterval how often figures of batches are written to the status at most
 */
public record PlanSettings(Defaults defaults, Timeouts timeouts, Duration resync, Duration statusInterval) {}
