package dev.millrace.runtime;

/**
 * What bounds the HTTP servers of this process. Java reads it once, before the first of them, so each says it before it
 * makes its own.
 */
final class HttpLimits {
    private static final String SECONDS = "10";

    private HttpLimits() {}

    static void apply() {
        // a client that says nothing after it has connected, or takes nothing in, must not keep one of the few threads
        System.setProperty("sun.net.httpserver.maxReqTime", SECONDS);
        System.setProperty("sun.net.httpserver.maxRspTime", SECONDS);
        // without it an answer on a kept-alive connection waits for the client's delayed acknowledgement
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }
}
