/**
 * The published test kit: the tests that every storage driver must pass. The author of a driver writes one class:
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
 *   <li>Objects, conditional writes and listings: the Javadoc of {@code StorageDriver}.
 *   <li>Guarded deletes and their races: {@code StorageDriver.deleteWhile}, under a guard that another replica or process
 *       changes, and by a driver that stalls.
 *   <li>Staging, broken bodies, publishing and fencing: the Javadoc of {@code StagedObject}.
 *   <li>Racing objects and racing uploads: several drivers over one storage. Random histories of one key must be
 *       linearizable, as those of a register are.
 *   <li>Crash: a process ends between any two calls, whether or not it could note the last one.
 *   <li>Freshness: a driver, a replica and another process see each change at once.
 *   <li>Stalled writes: a driver is stopped before each of its calls, while another one decides the same condition.
 *   <li>Stepped process: another process makes the calls of the test one by one, and is killed between two of them.
 *   <li>Keys, contents and staged sizes: no key becomes another one, no content is of two versions, no size is announced.
 *   <li>Held resources, space and outages: slow clients hold nothing, what is gone is freed, and failures leave nothing.
 *   <li>Process: processes are killed at random moments, and two processes compete for one area.
 *   <li>Object faults and staging faults: each call to the backend is refused or its response is lost, either once or from
 *       that call on.
 *   <li>Measurement: what the driver reports about itself, and its limits.
 * </ul>
 *
 * <h2>What the author may add</h2>
 *
 * <dl>
 *   <dt>{@link dev.moorage.storage.tck.DriverUnderTest#faults()}
 *   <dd>Override this where the backend is a simulation that can fail. Keep a field {@code ScriptedFaults faults}, pass each
 *       call of the simulation through {@link dev.moorage.storage.tck.ScriptedFaults#call}, and return the field. Faults
 *       concern all drivers of the test. A driver that retries failed calls may succeed instead of failing. Open it with
 *       short pauses between retries, because the kit makes a few hundred calls to a backend that does not respond. When a
 *       driver reports that it is unhealthy after a failure, the kit closes it and opens another one.
 *   <dt>{@link dev.moorage.storage.tck.DriverUnderTest#stalling()}
 *   <dd>Override this where the backend cannot fail, but a test can stop the driver before a call to it. A
 *       {@link dev.moorage.storage.tck.ScriptedFaults} whose {@code next()} each call passes is enough. Override
 *       {@link dev.moorage.storage.tck.DriverUnderTest#passTime} too where the store has a clock of its own that a test can move.
 *   <dt>{@link dev.moorage.storage.tck.DriverUnderTest#otherProcess()}
 *   <dd>Override this where the storage outlives a process. Return a static nested class that implements
 *       {@link dev.moorage.storage.tck.OtherProcess.Opener}, and a text that identifies the storage, for example a folder.
 *       The process gets the class path of the test. It is also the
 *       {@link dev.moorage.storage.tck.DriverUnderTest#steppedProcess()}.
 *   <dt>{@link dev.moorage.storage.tck.DriverUnderTest#occupied()}
 *   <dd>Override this where the test can find out how many bytes the storage occupies.
 * </dl>
 *
 * <h2>What is not claimed</h2>
 *
 * Drivers differ in four capabilities: {@code conditionalWrites()}, {@code truncatesAnywhere()}, {@code readsStaged()} and
 * {@code fencesWriters()} of {@code DriverUnderTest}. All are claimed until the author overrides one. For a driver without a
 * capability, a test asserts what the port specifies for that case. Where the port specifies nothing, the test ends early,
 * and the summary lists it as <em>not claimed</em> with its reason. The summary lists tests in the same way when the author has not provided what they need. The
 * kit leaves out no other test. To opt out of one, an author overrides it with {@code @Override @Test @Disabled("reason")}.
 * The summary then lists the reason as well.
 *
 * <h2>What comes out</h2>
 *
 * At its end each test class prints one table. For each contract it shows how many tests passed, failed, were not claimed,
 * or were disabled. The reasons follow, and then the facts that were found out: capabilities, sizes, times, and the seeds of
 * the random tests. The same is written to {@code target/storage-tck/<class>.md}. The JUnit configuration parameter
 * {@code moorage.storage-tck.folder} names another folder. When it is empty, the table is neither written nor printed. The
 * system property {@code moorage.storage-tck.seed} repeats a seed.
 *
 * <p>The test with the tag {@code slow} makes an object of 5 GiB. Tests of the kit itself prove that it finds mistakes: in
 * them, dozens of drivers each make one mistake.
 */
@NullMarked
package dev.moorage.storage.tck;

import org.jspecify.annotations.NullMarked;
