package dev.millrace.certificates;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RoleTest {
    @Test
    void aRoleIsTheDriverOrAnExecutorWithItsOrdinal() {
        assertEquals("driver", Role.DRIVER.name());
        assertEquals("executor-0", Role.executor(0).name());
        assertEquals(Role.executor(17), new Role("executor-17"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Driver",
                "executor",
                "executor-",
                "executor--1",
                "executor-01",
                "executor-1,CN=driver",
                "driver\n"
            })
    void anyOtherNameIsRefused(String name) {
        IllegalArgumentException error = assertThrows(IllegalArgumentException.class, () -> new Role(name));
        assertEquals(
                "role \"" + name + "\": expected \"driver\", \"operator\" or \"executor-\" and its ordinal from 0",
                error.getMessage());
    }

    @Test
    void anExecutorHasNoNegativeOrdinal() {
        assertThrows(IllegalArgumentException.class, () -> Role.executor(-1));
    }
}
