package dev.millrace.operator.check;

/**
 * What a server answered.
 *
 * @param body at most its beginning
 */
record Answer(int code, String body) {
    private static final int SHOWN = 2000;

    Answer {
        body = body.length() <= SHOWN ? body : body.substring(0, SHOWN) + "...";
    }

    @Override
    public String toString() {
        return code + " " + body.strip();
    }
}
