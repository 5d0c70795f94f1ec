package dev.millrace.operator.plan;

/** Something about a job that people should hear of. */
public record JobEvent(EventReason reason, String message) {}
