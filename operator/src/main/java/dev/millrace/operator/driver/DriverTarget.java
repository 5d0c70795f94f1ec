package dev.millrace.operator.driver;

/**
 * A driver to talk to.
 *
 * @param podUid which pod it is
 * @param address address of the pod
 */
public record DriverTarget(String podUid, String address, int port, Credentials credentials) {}
