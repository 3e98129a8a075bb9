package dev.moorage.storage.memory;

import dev.moorage.storage.spi.object.ObjectInfo;
import dev.moorage.storage.spi.object.ObjectKey;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.ReentrantLock;

/** What a mistaken driver keeps in the memory of its process, and shares with the other drivers of that process. */
final class ProcessMemory {
    final Map<ObjectKey, ObjectInfo> infos = new ConcurrentHashMap<>();
    final Map<ObjectKey, byte[]> unwritten = new ConcurrentHashMap<>();
    final Map<ObjectKey, Long> generations = new ConcurrentHashMap<>();
    final ReentrantLock lock = new ReentrantLock();
    final Semaphore pool = new Semaphore(8);
    final Remembered remembered = new Remembered();

    /** A lock in the store, which all processes share, and which nothing releases when a process ends. */
    final Semaphore lockInStore;

    ProcessMemory(Semaphore lockInStore) {
        this.lockInStore = lockInStore;
    }
}
