package dev.millrace.receiver;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PlacementTest {
    private static final List<String> ALIVE = List.of("a", "b", "c");

    private final Placement placement = new Placement();

    private String place(int streamId, List<String> alive) {
        return placement.choose(streamId, Optional.empty(), alive).get(0);
    }

    @Test
    void spreadsReceiversOverExecutors() {
        assertEquals(
                List.of("a", "b", "c", "a"),
                List.of(place(0, ALIVE), place(1, ALIVE), place(2, ALIVE), place(3, ALIVE)));
    }

    @Test
    void takesTheExecutorThatTheReceiverPrefersIfItIsThere() {
        assertEquals("c", placement.choose(0, Optional.of("c"), ALIVE).get(0));
        assertEquals("a", placement.choose(1, Optional.of("elsewhere"), ALIVE).get(0));
    }

    @Test
    void placesAReceiverThatLostItsExecutorWhereTheFewestAre() {
        place(0, ALIVE);
        place(1, ALIVE);
        place(2, ALIVE);
        placement.runsOn(2, "b"); // it was started elsewhere than asked for
        assertEquals("c", place(0, List.of("b", "c")));
    }

    @Test
    void hasNothingToOfferWithoutExecutors() {
        assertEquals(List.of(), placement.choose(0, Optional.of("a"), List.of()));
    }
}
