/**
 * The published test kit: what every storage driver must do, as tests. Its user is the author of a driver, who writes one class:
 *
 * <pre>{@code
 * class MyDriverTest implements StorageDriverContract {
 *     private final SimulatedStore store = new SimulatedStore();       // JUnit makes one for each test
 *
 *     public StorageDriver open() {                                     // another replica each time it is called
 *         return new MyDriver(store);
 *     }
 * }
 * }</pre>
 *
 * <h2>What is tried</h2>
 *
 * {@link dev.moorage.storage.tck.StorageDriverContract} is made of small contracts, one for each subject:
 *
 * <ul>
 *   <li>objects, conditional writes, listings: what {@code StorageDriver} says of them;
 *   <li>staging, broken bodies, publishing, fencing: what {@code StagedObject} says;
 *   <li>racing objects and racing uploads: several drivers over one storage, and whether random histories of one key are those
 *       of a register;
 *   <li>crash: a process that ends between any two calls, whether it could note the last one or not;
 *   <li>process: processes that are killed at random moments, and two that fight for one area;
 *   <li>object faults and staging faults: each call to the backend is refused, or its answer lost, once or from there on;
 *   <li>measurement: what the driver says of itself, and how far it goes.
 * </ul>
 *
 * <h2>What the author may add</h2>
 *
 * <dl>
 *   <dt>{@link dev.moorage.storage.tck.DriverUnderTest#faults()}
 *   <dd>where the backend is a simulation that can fail. Keep a field {@code ScriptedFaults faults}, pass each call of the
 *       simulation through {@link dev.moorage.storage.tck.ScriptedFaults#call}, and return it. Faults concern every driver of the
 *       test. A driver that repeats failed calls may succeed instead of failing; it should be opened with short pauses, since a
 *       backend that is gone is tried a few hundred times. One that says it is unhealthy after a failure is closed and opened
 *       again.
 *   <dt>{@link dev.moorage.storage.tck.DriverUnderTest#otherProcess()}
 *   <dd>where the storage outlives a process: a static nested class that implements
 *       {@link dev.moorage.storage.tck.OtherProcess.Opener}, and a text that tells it the storage, such as a folder. The process
 *       gets the class path of the test.
 * </dl>
 *
 * <h2>What is not claimed</h2>
 *
 * Drivers differ where {@code StorageCapabilities} says so. A test that a capability excludes asserts what the port says of a
 * driver without it; where that is nothing, the test is ended and stands in the summary as <em>not claimed</em>, with its reason,
 * as do those for which the author provides nothing. Nothing else is left out by itself: whoever wants to opt out overrides the
 * test with {@code @Override @Test @Disabled("reason")}, and the reason stands in the summary as well.
 *
 * <h2>What comes out</h2>
 *
 * At its end each test class prints one table: for each contract how many tests passed, failed, were not claimed or disabled; then
 * the reasons; then what was found out: capabilities, sizes, times, and the seeds of the random tests. The same is written to
 * {@code target/storage-tck/<class>.md}; the configuration parameter {@code moorage.storage-tck.folder} of JUnit names another
 * folder, and no text and no table when it is empty. The system property {@code moorage.storage-tck.seed} repeats a seed.
 *
 * <p>The test with the tag {@code slow} makes an object of 5 GiB. That the kit finds mistakes is tested too: some dozens of
 * drivers in its own tests each make one.
 */
@NullMarked
package dev.moorage.storage.tck;

import org.jspecify.annotations.NullMarked;
