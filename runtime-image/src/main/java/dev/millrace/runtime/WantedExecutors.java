package dev.millrace.runtime;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Set;
import java.util.TreeSet;

/**
 * How many executors a job should have, as {@code PUT /api/v1/executors} says it.
 *
 * @param desired at least 1; executors with an ordinal from here on leave
 * @param leaving ordinals of executors that leave all the same, to be replaced
 */
record WantedExecutors(int desired, Set<Integer> leaving) {
    private static final JsonFactory JSON = new JsonFactory();

    WantedExecutors {
        if (desired < 1) {
            throw new IllegalArgumentException("desired: expected an integer >= 1, found " + desired);
        }
        leaving = Set.copyOf(leaving);
    }

    /**
     * Reads the body of a request; fields that are not known are passed over.
     *
     * @throws IOException when it is no JSON
     * @throws IllegalArgumentException when it does not say what it should
     */
    static WantedExecutors read(byte[] body) throws IOException {
        int desired = 0;
        Set<Integer> leaving = new TreeSet<>();
        try (JsonParser json = JSON.createParser(body)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw new IllegalArgumentException("expected a JSON object such as {\"desired\": 3}");
            }
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String field = json.currentName();
                JsonToken value = json.nextToken();
                if (field.equals("desired") && value == JsonToken.VALUE_NUMBER_INT) {
                    desired = json.getIntValue();
                } else if (field.equals("leaving") && value == JsonToken.START_ARRAY) {
                    while (json.nextToken() == JsonToken.VALUE_NUMBER_INT) {
                        leaving.add(json.getIntValue());
                    }
                } else {
                    json.skipChildren();
                }
            }
        }
        return new WantedExecutors(desired, leaving);
    }
}
