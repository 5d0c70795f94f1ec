package dev.millrace.operator.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import java.util.List;
import org.junit.jupiter.api.Test;

class ObjectPlanTest {
    private static World running(String lines) {
        World world = new World(lines);
        world.settle();
        world.everythingRuns();
        world.settle();
        return world;
    }

    private static List<String> applied(World world) {
        return world.done.stream()
                .filter(Action.Apply.class::isInstance)
                .map(action -> ((Action.Apply) action).object().getMetadata().getName())
                .toList();
    }

    @Test
    void whatOthersHaveChangedIsPutRight() {
        World world = running("");
        Service service = (Service) world.objects.get("Service/words-driver");
        world.objects.put(
                "Service/words-driver",
                new ServiceBuilder(service)
                        .editSpec()
                        .addToSelector("millrace.dev/role", "nobody")
                        .endSpec()
                        .build());
        world.pass();
        assertEquals(List.of("words-driver"), applied(world));
    }

    @Test
    void whatTheApiServerFillsInIsNoChange() {
        World world = running("");
        Service service = (Service) world.objects.get("Service/words-driver");
        world.objects.put(
                "Service/words-driver",
                new ServiceBuilder(service)
                        .editSpec()
                        .withClusterIP("10.1.2.3")
                        .withSessionAffinity("None")
                        .endSpec()
                        .build());
        world.pass();
        assertEquals(List.of(), applied(world));
    }

    @Test
    void whatIsDeletedComesBack() {
        World world = running("");
        world.objects.remove("ConfigMap/words-conf");
        world.pass();
        assertEquals(List.of("words-conf"), applied(world));
    }

    @Test
    void whatTheSpecDoesNotWantAnyMoreGoes() {
        World world = running("ui: {service: {}}");
        assertTrue(world.objects.containsKey("Service/words-ui"));
        world.change("");
        world.pass();
        assertEquals(false, world.objects.containsKey("Service/words-ui"));
    }

    @Test
    void aCheckpointStaysThoughTheSpecDoesNotNameItAnyMore() {
        World world = running("checkpoint: {volume: {size: 1Gi}}");
        world.change("");
        world.pass();
        assertTrue(world.objects.containsKey("PersistentVolumeClaim/words-checkpoint"));
    }

    @Test
    void aKeyThatIsTakenOutIsNoticed() {
        World world = running("conf: {a: b}");
        world.change("");
        world.pass();
        assertTrue(applied(world).contains("words-conf"));
    }

    @Test
    void listsAreComparedElementByElement() {
        var whole =
                new ConfigMapBuilder().addToData("a", "1").addToData("b", "2").build();
        var part = new ConfigMapBuilder().addToData("a", "1").build();
        var mapper = dev.millrace.operator.model.Json.MAPPER;
        assertTrue(ObjectPlan.contains(mapper.valueToTree(whole), mapper.valueToTree(part)));
        assertEquals(false, ObjectPlan.contains(mapper.valueToTree(part), mapper.valueToTree(whole)));
        assertEquals(
                false, ObjectPlan.contains(mapper.valueToTree(List.of("a")), mapper.valueToTree(List.of("a", "b"))));
    }
}
