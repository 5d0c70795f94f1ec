package dev.millrace.e2e.figures;

import io.fabric8.kubernetes.client.informers.ResourceEventHandler;

/** Takes a new object and a changed one alike, and no notice of one that goes. */
@FunctionalInterface
interface Sightings<T> extends ResourceEventHandler<T> {

    void see(T object);

    @Override
    default void onAdd(T object) {
        see(object);
    }

    @Override
    default void onUpdate(T before, T object) {
        see(object);
    }

    @Override
    default void onDelete(T object, boolean unknownEnd) {}
}
