package dev.millrace.receiver;

/**
 * What is known about a receiver.
 *
 * @param name class of the receiver and number of its stream, for people
 * @param active whether it runs now
 * @param executorId where it runs or ran last, empty before it was started
 * @param lastErrorMessage what the receiver said when something went wrong last, empty when nothing did
 * @param lastError the exception of that, with its stack trace; empty when there was none
 * @param lastErrorTime milliseconds since the epoch, -1 when nothing went wrong
 */
public record ReceiverStatus(
        int streamId,
        String name,
        boolean active,
        String executorId,
        String lastErrorMessage,
        String lastError,
        long lastErrorTime) {

    static ReceiverStatus before(int streamId, String name) {
        return new ReceiverStatus(streamId, name, false, "", "", "", -1);
    }

    ReceiverStatus runningOn(String executor) {
        return new ReceiverStatus(streamId, name, true, executor, lastErrorMessage, lastError, lastErrorTime);
    }

    ReceiverStatus inactive() {
        return new ReceiverStatus(streamId, name, false, executorId, lastErrorMessage, lastError, lastErrorTime);
    }

    ReceiverStatus with(Failure failure, long time) {
        return new ReceiverStatus(streamId, name, active, executorId, failure.line(), failure.stackTrace(), time);
    }
}
