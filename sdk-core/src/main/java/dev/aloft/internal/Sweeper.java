package dev.aloft.internal;

/** Watches all runs of one scope with as few requests as possible. Thread-safe. */
public final class Sweeper {}
