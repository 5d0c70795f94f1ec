package dev.millrace.rpc;

/** What is done with the frames of connections. The calls of one connection come one after the other. */
public interface ConnectionHandler {
    /** The other side has proved who it is and speaks the same protocol. */
    default void onOpen(Connection connection) {}

    void onFrame(Connection connection, byte[] frame);

    /** Called once; nothing comes after it. */
    void onClosed(Connection connection, String reason);
}
