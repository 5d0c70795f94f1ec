package dev.millrace.streaming.scheduler;

/** Something that a {@link StreamingListener} is told. */
public sealed interface StreamingListenerEvent
        permits StreamingListenerStreamingStarted,
                StreamingListenerBatchSubmitted,
                StreamingListenerBatchStarted,
                StreamingListenerBatchCompleted,
                StreamingListenerOutputOperationStarted,
                StreamingListenerOutputOperationCompleted,
                StreamingListenerStageCompleted,
                StreamingListenerTaskCompleted,
                StreamingListenerReceiverStarted,
                StreamingListenerReceiverError,
                StreamingListenerReceiverStopped {
    /** Calls the method of the listener that is for this kind of event. */
    void deliver(StreamingListener listener);
}
