package dev.millrace.operator.plan;

/**
 * What is wrong with a job, for its Degraded condition.
 *
 * @param reason in one word
 */
public record Trouble(String reason, String message) {}
