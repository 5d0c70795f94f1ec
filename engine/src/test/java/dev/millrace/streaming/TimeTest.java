package dev.millrace.streaming;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class TimeTest {
    private static Time time(long millis) {
        return new Time(millis);
    }

    @Test
    void timesAndDurationsAdd() {
        assertEquals(time(1500), time(1000).plus(Durations.milliseconds(500)));
        assertEquals(time(500), time(1000).minus(Durations.milliseconds(500)));
        assertEquals(Durations.milliseconds(400), time(1000).minus(time(600)));
        assertEquals(Durations.seconds(3), Durations.seconds(1).plus(Durations.seconds(2)));
        assertEquals(Durations.minutes(1), Durations.seconds(90).minus(Durations.seconds(30)));
        assertEquals(Durations.seconds(6), Durations.seconds(2).times(3));
        assertEquals(2.5, Durations.seconds(5).div(Durations.seconds(2)));
    }

    @Test
    void theyAreCompared() {
        assertTrue(time(1).less(time(2)) && time(2).lessEq(time(2)) && time(3).greater(time(2)));
        assertTrue(time(2).greaterEq(time(2)) && !time(1).greaterEq(time(2)) && !time(2).less(time(2)));
        assertEquals(time(1), time(1).min(time(2)));
        assertEquals(time(2), time(1).max(time(2)));
        assertTrue(new Duration(1).less(new Duration(2)) && new Duration(2).greaterEq(new Duration(2)));
        assertTrue(new Duration(2).lessEq(new Duration(2)) && new Duration(3).greater(new Duration(2)));
        assertEquals(new Duration(1), new Duration(1).min(new Duration(2)));
        assertEquals(
                List.of(time(1), time(2)),
                List.of(time(2), time(1)).stream().sorted().toList());
        assertTrue(new Duration(0).isZero());
    }

    @Test
    void floorGoesBackToAMultiple() {
        assertEquals(time(1300), time(1350).floor(new Duration(100)));
        assertEquals(time(1300), time(1300).floor(new Duration(100)));
        assertEquals(time(1250), time(1300).floor(new Duration(100), time(50)));
        assertEquals(time(-100), time(-1).floor(new Duration(100)));
        assertTrue(time(1300).isMultipleOf(new Duration(100)));
        assertFalse(time(1350).isMultipleOf(new Duration(100)));
        assertTrue(new Duration(600).isMultipleOf(new Duration(200)));
    }

    @Test
    void rangesOfTimesHaveTheirStartAndMayHaveTheirEnd() {
        assertEquals(List.of(time(0), time(100), time(200)), time(0).until(time(300), new Duration(100)));
        assertEquals(List.of(time(0), time(100), time(200), time(300)), time(0).to(time(300), new Duration(100)));
        assertEquals(List.of(), time(0).until(time(0), new Duration(100)));
        assertEquals(List.of(time(0)), time(0).to(time(99), new Duration(100)));
    }

    @Test
    void theyCanBeRead() {
        assertEquals("1500 ms", time(1500).toString());
        assertEquals("1500ms", new Duration(1500).prettyPrint());
        assertEquals("2s", Durations.seconds(2).prettyPrint());
        assertEquals("-2s", new Duration(-2000).prettyPrint());
    }
}
