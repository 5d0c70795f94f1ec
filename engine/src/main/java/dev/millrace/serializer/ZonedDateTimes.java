package dev.millrace.serializer;

import com.esotericsoftware.kryo.kryo5.Kryo;
import com.esotericsoftware.kryo.kryo5.io.Input;
import com.esotericsoftware.kryo.kryo5.io.Output;
import com.esotericsoftware.kryo.kryo5.serializers.ImmutableSerializer;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;

/** Keeps the offset, which Kryo's own serializer loses in the hour that a clock change repeats. */
final class ZonedDateTimes extends ImmutableSerializer<ZonedDateTime> {
    @Override
    public void write(Kryo kryo, Output out, ZonedDateTime time) {
        out.writeVarLong(time.toLocalDate().toEpochDay(), false);
        out.writeVarLong(time.toLocalTime().toNanoOfDay(), true);
        out.writeVarInt(time.getOffset().getTotalSeconds(), false);
        out.writeString(time.getZone().getId());
    }

    @Override
    public ZonedDateTime read(Kryo kryo, Input in, Class<? extends ZonedDateTime> type) {
        LocalDateTime local =
                LocalDate.ofEpochDay(in.readVarLong(false)).atTime(LocalTime.ofNanoOfDay(in.readVarLong(true)));
        ZoneOffset offset = ZoneOffset.ofTotalSeconds(in.readVarInt(false));
        return ZonedDateTime.ofInstant(local, offset, ZoneId.of(in.readString()));
    }
}
