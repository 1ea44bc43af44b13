package io.lotusflow.run;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * An activity whose work outlives its worker as a detached job. When such a step is cancelled, the
 * first thing undone is the job itself: its whole process tree ends before any other compensation,
 * even if the worker dies meanwhile.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface DetachedJob {}
