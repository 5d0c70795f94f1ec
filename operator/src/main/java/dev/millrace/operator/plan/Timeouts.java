package dev.millrace.operator.plan;

import java.time.Duration;

/**
 * How long the phases of a job may take.
 *
 * @param image until an image is pulled
 * @param scheduling until a node is found
 * @param start until a placed pod's process runs
 * @param driverReady from the start of the driver's process until it makes batches
 * @param registration from the start of an executor's process until the driver knows all executors
 * @param unresponsive how long a driver that has answered may be silent
 * @param drain how long an executor may take to leave at a batch boundary
 * @param end how much longer than its grace period a pod may take to end before its node is looked at
 */
public record Timeouts(
        Duration image,
        Duration scheduling,
        Duration start,
        Duration driverReady,
        Duration registration,
        Duration unresponsive,
        Duration drain,
        Duration end) {}
