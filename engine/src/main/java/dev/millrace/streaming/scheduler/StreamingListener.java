package dev.millrace.streaming.scheduler;

/**
 * Is told what happens in a stream. All calls come from one thread of the engine, in the order in which things happened,
 * shortly after they did; a listener that is slow delays other listeners but no batch. What it throws is logged. When
 * {@code stop} returns, all listeners have been told everything.
 */
public interface StreamingListener {
    default void onStreamingStarted(StreamingListenerStreamingStarted streamingStarted) {}

    default void onBatchSubmitted(StreamingListenerBatchSubmitted batchSubmitted) {}

    default void onBatchStarted(StreamingListenerBatchStarted batchStarted) {}

    default void onBatchCompleted(StreamingListenerBatchCompleted batchCompleted) {}

    default void onOutputOperationStarted(StreamingListenerOutputOperationStarted outputOperationStarted) {}

    default void onOutputOperationCompleted(StreamingListenerOutputOperationCompleted outputOperationCompleted) {}

    default void onStageCompleted(StreamingListenerStageCompleted stageCompleted) {}

    default void onTaskCompleted(StreamingListenerTaskCompleted taskCompleted) {}

    default void onReceiverStarted(StreamingListenerReceiverStarted receiverStarted) {}

    default void onReceiverError(StreamingListenerReceiverError receiverError) {}

    default void onReceiverStopped(StreamingListenerReceiverStopped receiverStopped) {}
}
