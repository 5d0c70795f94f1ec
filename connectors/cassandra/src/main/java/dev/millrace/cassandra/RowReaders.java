package dev.millrace.cassandra;

import com.datastax.oss.driver.api.core.metadata.schema.TableMetadata;
import dev.millrace.function.Function;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The readers that are there: of rows as they are, of single columns, tuples, records and beans. */
final class RowReaders {
    private RowReaders() {}

    private record Reader<R>(List<String> columnNames, Function<@Nullable Object[], R> function)
            implements RowReader<R> {
        @Override
        public R read(@Nullable Object[] values) throws Exception {
            return function.call(values);
        }
    }

    static List<String> selected(TableMetadata table, ColumnSelector columns) {
        if (columns.all()) {
            return Tables.columnNames(table);
        }
        columns.names().forEach(name -> Tables.column(table, name));
        return columns.names();
    }

    /** Rows as they are. */
    record OfRow() implements RowReaderFactory<CassandraRow> {
        @Override
        public RowReader<CassandraRow> rowReader(TableMetadata table, ColumnSelector columns) {
            List<String> names = selected(table, columns);
            return new Reader<>(names, values -> new CassandraRow(names, values.clone()));
        }
    }

    /** The values of one column, none of which is null. */
    record OfColumn<R>(Class<R> type) implements RowReaderFactory<R> {
        @Override
        public RowReader<R> rowReader(TableMetadata table, ColumnSelector columns) {
            List<String> names = exactly(1, table, columns, "mapColumnTo");
            return new Reader<>(names, values -> {
                R value = type.cast(converted(table, names, values, 0, type));
                if (value == null) {
                    throw CassandraErrors.argument("table " + Tables.nameOf(table) + ", column " + names.get(0)
                            + ": mapColumnTo: found null, which no element can be: read tuples or rows");
                }
                return value;
            });
        }
    }

    /**
     * Tuples of columns, or records of the columns of their components' names.
     *
     * @param parts classes of a tuple's values; none for a record of the program, which knows them itself
     */
    record OfRecord<R>(Class<R> type, List<Class<?>> parts) implements RowReaderFactory<R> {
        @Override
        public RowReader<R> rowReader(TableMetadata table, ColumnSelector columns) {
            Constructor<R> constructor = constructor();
            List<Class<?>> wanted = parts.isEmpty() ? List.of(constructor.getParameterTypes()) : parts;
            List<String> names = parts.isEmpty()
                    ? named(table, columns, type, Properties.of(type).names())
                    : exactly(parts.size(), table, columns, "mapRowToTuple");
            return new Reader<>(names, values -> {
                Object[] arguments = new Object[wanted.size()];
                for (int i = 0; i < arguments.length; i++) {
                    arguments[i] = converted(table, names, values, i, wanted.get(i));
                }
                return constructor.newInstance(arguments);
            });
        }

        @SuppressWarnings("unchecked")
        private Constructor<R> constructor() {
            // a record has its canonical constructor, among others: the one with the types of the components
            Class<?>[] components = IntStream.range(0, type.getRecordComponents().length)
                    .mapToObj(i -> type.getRecordComponents()[i].getType())
                    .toArray(Class<?>[]::new);
            for (Constructor<?> constructor : type.getDeclaredConstructors()) {
                if (List.of(constructor.getParameterTypes()).equals(List.of(components))) {
                    constructor.setAccessible(true);
                    return (Constructor<R>) constructor;
                }
            }
            throw new IllegalStateException(type + " without its constructor");
        }
    }

    /** Beans, made by their constructor without arguments and filled by their setters. */
    record OfBean<R>(Class<R> type) implements RowReaderFactory<R> {
        @Override
        public RowReader<R> rowReader(TableMetadata table, ColumnSelector columns) {
            Constructor<R> constructor = constructor();
            Map<String, Method> setters = setters();
            List<String> names = named(table, columns, type, setters.keySet());
            List<Method> methods = List.copyOf(setters.values());
            return new Reader<>(names, values -> {
                R bean = constructor.newInstance();
                for (int i = 0; i < methods.size(); i++) {
                    Method setter = methods.get(i);
                    setter.invoke(bean, converted(table, names, values, i, setter.getParameterTypes()[0]));
                }
                return bean;
            });
        }

        private Constructor<R> constructor() {
            try {
                Constructor<R> constructor = type.getDeclaredConstructor();
                constructor.setAccessible(true);
                return constructor;
            } catch (NoSuchMethodException e) {
                throw CassandraErrors.argument(
                        "mapRowTo: expected a record, or a bean with a constructor without arguments," + " found "
                                + type.getName());
            }
        }

        /** By the names of their properties, in the order of these. */
        private Map<String, Method> setters() {
            Map<String, Method> setters = new TreeMap<>();
            for (Method method : type.getMethods()) {
                String name = Properties.setBy(method);
                if (name != null) {
                    method.setAccessible(true); // a class of the program need not be public
                    if (setters.put(name, method) != null) {
                        throw CassandraErrors.argument(
                                "mapRowTo: " + type.getName() + " has several setters of the property " + name);
                    }
                }
            }
            if (setters.isEmpty()) {
                throw CassandraErrors.argument(
                        "mapRowTo: expected a record, or a bean with public setters, found " + type.getName());
            }
            return setters;
        }
    }

    /** The columns of a class's properties, in their order. */
    private static List<String> named(
            TableMetadata table, ColumnSelector columns, Class<?> type, Collection<String> properties) {
        List<String> names = selected(table, columns);
        return properties.stream()
                .map(property -> names.stream()
                        .filter(name -> name.equals(property) || name.equals(Properties.underscored(property)))
                        .findFirst()
                        .orElseThrow(() -> CassandraErrors.argument("table " + Tables.nameOf(table)
                                + " has no column for " + type.getName() + "." + property + "; read are "
                                + String.join(", ", names))))
                .toList();
    }

    private static List<String> exactly(int count, TableMetadata table, ColumnSelector columns, String operation) {
        List<String> names = selected(table, columns);
        if (names.size() != count) {
            throw CassandraErrors.argument(operation + ": table " + Tables.nameOf(table) + ": expected " + count
                    + " columns, found " + String.join(", ", names) + ": name them with select");
        }
        return names;
    }

    private static @Nullable Object converted(
            TableMetadata table, List<String> names, @Nullable Object[] values, int index, Class<?> type) {
        return JavaValues.convert(
                values[index], type, () -> "table " + Tables.nameOf(table) + ", column " + names.get(index));
    }
}
