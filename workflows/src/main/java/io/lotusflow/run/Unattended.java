package io.lotusflow.run;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * An activity for which nobody is called: the worker never gives it up, and if its time runs out it
 * fails instead of parking. For what tells people that something else needs them.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Unattended {}
