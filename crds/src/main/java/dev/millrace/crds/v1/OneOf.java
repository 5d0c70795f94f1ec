package dev.millrace.crds.v1;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Of these fields of a type one may be set, and must be unless {@code optional}. */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE})
public @interface OneOf {
    String[] value();

    /** Whether none may be set as well. */
    boolean optional() default false;
}
