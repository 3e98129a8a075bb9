package dev.moorage.storage.tck;

/**
 * The complete contract of a storage driver. The author of a driver implements this in one test class. The description of
 * the package has the details.
 */
public interface StorageDriverContract
        extends ObjectContract,
                ConditionalWriteContract,
                GuardedDeleteContract,
                GuardedDeleteRaceContract,
                ListingContract,
                StagingContract,
                BrokenBodyContract,
                PublishingContract,
                FencingContract,
                RacingObjectsContract,
                RacingUploadsContract,
                CrashContract,
                ProcessContract,
                ObjectFaultContract,
                StagingFaultContract,
                MeasurementContract {}
