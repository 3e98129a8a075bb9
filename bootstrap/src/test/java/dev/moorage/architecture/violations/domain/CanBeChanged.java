package dev.moorage.architecture.violations.domain;

/** A domain type that is open to change. */
public class CanBeChanged {
    private int value;

    public void setValue(int newValue) {
        value = newValue;
    }

    public int value() {
        return value;
    }
}
